/* What goes along an axis, a line after another: x has n elements along it, and `inner` lie behind
 * each, all in row-major order. REAL is defined where T is real. */

#ifdef REAL
#define IS_NAN(v) isnan(v)
#else
#define IS_NAN(v) false
#endif

#define LARGER(a, b) (IS_NAN(a) || (a) > (b) ? (a) : (b))
#define SMALLER(a, b) (IS_NAN(a) || (a) < (b) ? (a) : (b))

/* The place of the first extreme; a NaN is one. */
#define ARG(name, better)                                                                   \
  kernel void name(                                                                         \
      global const T *x, const long xAt, global long *y, const long yAt, const long lines,  \
      const long n, const long inner) {                                                     \
    EACH(line, lines) {                                                                     \
      const long from = xAt + line / inner * n * inner + line % inner;                      \
      T best = x[from];                                                                     \
      long place = 0;                                                                       \
      for (long j = 1; j < n && !IS_NAN(best); j++) {                                       \
        const T v = x[from + j * inner];                                                    \
        if (IS_NAN(v) || v better best) {                                                   \
          best = v;                                                                         \
          place = j;                                                                        \
        }                                                                                   \
      }                                                                                     \
      y[yAt + line] = place;                                                                \
    }                                                                                       \
  }

ARG(argmax, >)
ARG(argmin, <)

/* Running reductions, one element after another. */
#define SCAN(name, result)                                                                  \
  kernel void name(                                                                         \
      global const T *x, const long xAt, global T *y, const long yAt, const long lines,     \
      const long n, const long inner) {                                                     \
    EACH(line, lines) {                                                                     \
      const long at = line / inner * n * inner + line % inner;                              \
      T a = x[xAt + at];                                                                    \
      y[yAt + at] = a;                                                                      \
      for (long j = 1; j < n; j++) {                                                        \
        const T b = x[xAt + at + j * inner];                                                \
        a = result;                                                                         \
        y[yAt + at + j * inner] = a;                                                        \
      }                                                                                     \
    }                                                                                       \
  }

#ifdef REAL
SCAN(scan_sum, a + b)
SCAN(scan_prod, a * b)
#else
SCAN(scan_sum, (T)((U)a + (U)b))
SCAN(scan_prod, (T)((U)a * (U)b))
#endif
SCAN(scan_max, LARGER(a, b))
SCAN(scan_min, SMALLER(a, b))

/* y[o, index[o, j, i], i] += x[o, j, i], for each line in the order of j. BOOL is joined by or. */
kernel void scatter_add(
    global const T *x, const long xAt, global const long *index, const long indexAt, global T *y,
    const long yAt, const long lines, const long n, const long m, const long inner) {
  EACH(line, lines) {
    const long o = line / inner, i = line % inner;
    for (long j = 0; j < m; j++) {
      const long e = (o * m + j) * inner + i;
      const long to = yAt + (o * n + index[indexAt + e]) * inner + i;
#ifdef LOGICAL
      y[to] |= x[xAt + e];
#elif defined(REAL)
      y[to] += x[xAt + e];
#else
      y[to] = (T)((U)y[to] + (U)x[xAt + e]);
#endif
    }
  }
}
