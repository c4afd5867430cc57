/* What becomes of a sum of a product, by the number of ACTIVATION in Linear.java. */

#if ACTIVATION > 1
#include "functions.cl"
#endif

inline T finish(T z) {
#if ACTIVATION == 1
  return z < 0 ? (T)0 : z;
#elif ACTIVATION == 2
  return sigmoid_of(z);
#elif ACTIVATION == 3
  return tanh_of(z);
#else
  return z;
#endif
}
