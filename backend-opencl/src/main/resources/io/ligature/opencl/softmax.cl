/* Softmax and its logarithm of rows of n elements, and their gradients.
 *
 *   y = e^(x - m) / sum e^(x - m)         dx = y (g - sum of g y)
 *   y = x - m - log sum e^(x - m)         dx = g - e^y sum of g        m the largest x */

/* LANES sums or extremes at a time, then in halves; a compiler may make a vector of them. */
#define LANES 16

#define ROW(name, START, each, combine)                                                  \
  inline T name(global const T *x, global const T *g, T c, long n) {                     \
    T lane[LANES];                                                                       \
    for (int l = 0; l < LANES; l++) lane[l] = START;                                     \
    long i = 0;                                                                          \
    for (; i + LANES <= n; i += LANES) {                                                 \
      for (int l = 0; l < LANES; l++) {                                                  \
        const T a = lane[l], xi = x[i + l], gi = g[i + l], b = each;                     \
        lane[l] = combine;                                                               \
      }                                                                                  \
    }                                                                                    \
    for (int l = 0; i < n; i++, l++) {                                                   \
      const T a = lane[l], xi = x[i], gi = g[i], b = each;                               \
      lane[l] = combine;                                                                 \
    }                                                                                    \
    for (int width = LANES / 2; width > 0; width /= 2) {                                 \
      for (int l = 0; l < width; l++) {                                                  \
        const T a = lane[l], b = lane[l + width];                                        \
        lane[l] = combine;                                                               \
      }                                                                                  \
    }                                                                                    \
    return lane[0];                                                                      \
  }

ROW(largest, -INFINITY, xi, a != a || a > b ? a : b)
ROW(sum_exp, 0, exp(xi - c), a + b)
ROW(sum, 0, gi, a + b)
ROW(sum_product, 0, xi * gi, a + b)

#define SOFTMAX(name, prepare, result)                                                    \
  kernel void name(                                                                       \
      global const T *xs, const long xAt, global const T *gs, const long gAt,             \
      global T *ys, const long yAt, const long rows, const long n) {                      \
    EACH(row, rows) {                                                                     \
      global const T *x = xs + xAt + row * n, *g = gs + gAt + row * n;                    \
      global T *y = ys + yAt + row * n;                                                   \
      prepare;                                                                            \
      for (long i = 0; i < n; i++) y[i] = result;                                         \
    }                                                                                     \
  }

SOFTMAX(softmax, const T m = largest(x, x, 0, n); const T s = sum_exp(x, x, m, n),
        exp(x[i] - m) / s)
SOFTMAX(log_softmax, const T m = largest(x, x, 0, n); const T s = log(sum_exp(x, x, m, n)),
        x[i] - m - s)
SOFTMAX(softmax_gradient, const T s = sum_product(x, g, 0, n), x[i] * (g[i] - s))
SOFTMAX(log_softmax_gradient, const T s = sum(x, g, 0, n), g[i] - exp(x[i]) * s)
