/* Functions that activations are made of. T is the type, of REAL bits.
 *
 * In FLOAT32 on a GPU they neither branch nor divide: work items that branch wait for each other, and a division
 * that rounds correctly is longer than the rest. */

#if defined GPU && REAL == 32

/* a / d for ordinary d: a first guess of 1 / d, and a step of Newton's on it */
inline T ratio(T a, T d) {
  const T guess = native_recip(d);
  return a * fma(guess, fma(-d, guess, (T)1), guess);
}

/* tanh x = 1 - 2 / (1 + e^2x); below 0.6, where that cancels, x + x^3 p(x^2) with p fitted to
 * (tanh(x) / x - 1) / x^2, 7e-9 of tanh x off. From 10 on it is 1. */
inline T tanh_of(T x) {
  const T size = fabs(x), square = x * x;
  const T large = 1 - ratio(2, 1 + exp(2 * (size > 10 ? (T)10 : size)));
  T p = -0.005893946f;
  p = fma(p, square, 0.020794617f);
  p = fma(p, square, -0.053783293f);
  p = fma(p, square, 0.13331915f);
  p = fma(p, square, -0.333333f);
  return copysign(size < (T)0.6f ? fma(p * square, size, size) : large, x);
}

#else

inline T ratio(T a, T d) {
  return a / d;
}

inline T tanh_of(T x) { /* some libraries stay an ulp below 1 */
  return fabs(x) > 20 ? copysign((T)1, x) : tanh(x);
}

#endif

/* 1 / (1 + e^-x), written so that e is never raised to a large number */
inline T sigmoid_of(T x) {
  const T small = exp(-fabs(x));
  return ratio(x < 0 ? small : 1, 1 + small);
}
