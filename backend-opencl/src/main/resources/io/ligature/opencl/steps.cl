/* Steps of optimizers in place, of n parameters p with gradients g. sign is -1 to climb. */

/* d = sign g + decay p      p = p - rate d */
kernel void sgd(
    const long n, global const T *g, const long gAt, global T *p, const long pAt, const T rate,
    const T decay, const T sign_) {
  EACH(i, n) {
    const T old = p[pAt + i];
    p[pAt + i] = old - rate * (sign_ * g[gAt + i] + decay * old);
  }
}

/* b = kept b + added d, in the first step d      p = p - rate (b, or d + momentum b) */
kernel void sgd_momentum(
    const long n, global const T *g, const long gAt, global T *p, const long pAt, global T *b,
    const long bAt, const T rate, const T decay, const T sign_, const T kept, const T added,
    const T momentum, const int is_first, const int nesterov) {
  EACH(i, n) {
    const T old = p[pAt + i];
    const T d = sign_ * g[gAt + i] + decay * old;
    const T direction = is_first ? d : kept * b[bAt + i] + added * d;
    b[bAt + i] = direction;
    p[pAt + i] = old - rate * (nesterov ? d + momentum * direction : direction);
  }
}

/* p = p - shrink p      d = sign g + decay p      m = m + toMean (d - m)
 * v = beta2 v + (1 - beta2) d d      p = p - rate m / (sqrt(v) correction + epsilon) */
#define ADAM(divisor)                                                                     \
  EACH(i, n) {                                                                            \
    const T old = p[pAt + i];                                                             \
    const T d = sign_ * g[gAt + i] + decay * old;                                         \
    const T mean = m[mAt + i] + toMean * (d - m[mAt + i]);                                \
    const T square = beta2 * v[vAt + i] + (1 - beta2) * d * d;                            \
    m[mAt + i] = mean;                                                                    \
    v[vAt + i] = square;                                                                  \
    p[pAt + i] = old - shrink * old - rate * mean / (sqrt(divisor) * correction + epsilon); \
  }

kernel void adam(
    const long n, global const T *g, const long gAt, global T *p, const long pAt, global T *m,
    const long mAt, global T *v, const long vAt, const T rate, const T toMean, const T beta2,
    const T epsilon, const T decay, const T shrink, const T sign_, const T correction) {
  ADAM(square)
}

/* h = max(h, v) stands for v in the divisor */
kernel void adam_largest(
    const long n, global const T *g, const long gAt, global T *p, const long pAt, global T *m,
    const long mAt, global T *v, const long vAt, global T *h, const long hAt, const T rate,
    const T toMean, const T beta2, const T epsilon, const T decay, const T shrink, const T sign_,
    const T correction) {
  ADAM((h[hAt + i] = fmax(h[hAt + i], square)))
}
