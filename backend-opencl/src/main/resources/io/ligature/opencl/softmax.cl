/* Softmax and its logarithm of rows of n elements, and their gradients.
 *
 *   y = e^(x - m) / sum e^(x - m)         dx = y (g - sum of g y)
 *   y = x - m - log sum e^(x - m)         dx = g - e^y sum of g        m the largest x */

#include "rows.cl"

ROW(largest, (IN_ROOM global const T *x, long n), -INFINITY, x[i], a != a || a > b ? a : b)
ROW(sum_exp, (IN_ROOM global const T *x, T m, long n), 0, exp(x[i] - m), a + b)
ROW(sum, (IN_ROOM global const T *x, long n), 0, x[i], a + b)
ROW(dot_, (IN_ROOM global const T *x, global const T *g, long n), 0, x[i] * g[i], a + b)

/* In gradients x is the result y. */
#define SOFTMAX(name, prepare, result)                                                    \
  kernel void name(                                                                       \
      global const T *xs, const long xAt, global const T *gs, const long gAt,             \
      global T *ys, const long yAt, const long rows, const long n) {                      \
    ROOM                                                                                  \
    EACH_ROW(row, rows) {                                                                 \
      global const T *x = xs + xAt + row * n, *g = gs + gAt + row * n;                    \
      global T *y = ys + yAt + row * n;                                                   \
      prepare;                                                                            \
      EACH_IN_ROW(i, n) y[i] = result;                                                    \
    }                                                                                     \
  }

SOFTMAX(softmax, const T m = largest(WITH_ROOM x, n); const T s = sum_exp(WITH_ROOM x, m, n),
        exp(x[i] - m) / s)
SOFTMAX(log_softmax,
        const T m = largest(WITH_ROOM x, n); const T s = log(sum_exp(WITH_ROOM x, m, n)),
        x[i] - m - s)
SOFTMAX(softmax_gradient, const T s = dot_(WITH_ROOM x, g, n), x[i] * (g[i] - s))
SOFTMAX(log_softmax_gradient, const T s = sum(WITH_ROOM g, n), g[i] - exp(x[i]) * s)
