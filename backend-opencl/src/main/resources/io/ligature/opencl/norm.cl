/* Rows brought to mean 0 and variance 1, or to mean square 1 with RMS, then scaled and shifted.
 *
 *   h = (x - mean) r      r = 1 / sqrt(mean of (x - mean)^2 + eps)      y = h w + b
 *   f = g w      dx = r (f - mean of f - h mean of f h)      dw = sum of g h      db = sum of g
 *
 * A row is the elements that are normalised together, n of them. The parameter of element i of row
 * r is number r % groups * perRow + i / inner: with layers one for each element, with groups of
 * channels one for each `inner` of them. */

#include "rows.cl"

#define PARAMETER(row, i) ((row) % groups * perRow + (inner == 1 ? (i) : (i) / inner))
#define WEIGHT(row, i) (ws != 0 ? ws[wAt + PARAMETER(row, i)] : (T)1)

#ifdef RMS
#define MEAN(x) 0
#else
ROW(sum, (IN_ROOM global const T *x, long n), 0, x[i], a + b)
#define MEAN(x) (sum(WITH_ROOM x, n) / n)
#endif

ROW(square_sum, (IN_ROOM global const T *x, T mean, long n), 0, (x[i] - mean) * (x[i] - mean), a + b)

kernel void normalise(
    global const T *xs, const long xAt, global const T *ws, const long wAt, global const T *bs,
    const long bAt, const long rows, const long n, const long groups, const long perRow,
    const long inner, const T eps, global T *ys, const long yAt) {
  ROOM
  EACH_ROW(row, rows) {
    global const T *x = xs + xAt + row * n;
    const T mean = MEAN(x);
    const T r = 1 / sqrt(square_sum(WITH_ROOM x, mean, n) / n + eps);
    EACH_IN_ROW(i, n) {
      const T h = (x[i] - mean) * r;
      ys[yAt + row * n + i] = h * WEIGHT(row, i) + (bs != 0 ? bs[bAt + PARAMETER(row, i)] : (T)0);
    }
  }
}

#define FACTORS \
  global const T *gs, global const T *ws, long gAt, long wAt, long row, long n, long groups, \
      long perRow, long inner
#define OF_ROW gs, ws, gAt, wAt, row, n, groups, perRow, inner

ROW(weighted, (IN_ROOM FACTORS), 0, gs[gAt + row * n + i] * WEIGHT(row, i), a + b)
ROW(weighted_product, (IN_ROOM global const T *x, T mean, T r, FACTORS), 0,
    gs[gAt + row * n + i] * WEIGHT(row, i) * ((x[i] - mean) * r), a + b)

/* dx, if it is wanted, and for the gradients of the parameters mean and r of each row. */
kernel void gradient(
    global const T *xs, const long xAt, global const T *ws, const long wAt, global const T *gs,
    const long gAt, const long rows, const long n, const long groups, const long perRow,
    const long inner, const T eps, global T *dxs, const long dxAt, global T *moments) {
  ROOM
  EACH_ROW(row, rows) {
    global const T *x = xs + xAt + row * n;
    const T mean = MEAN(x);
    const T r = 1 / sqrt(square_sum(WITH_ROOM x, mean, n) / n + eps);
    if (IS_FIRST) {
      moments[2 * row] = mean;
      moments[2 * row + 1] = r;
    }
#ifdef RMS
    const T f = 0;
#else
    const T f = weighted(WITH_ROOM OF_ROW) / n;
#endif
    const T fh = weighted_product(WITH_ROOM x, mean, r, OF_ROW) / n;
    if (dxs != 0) { /* without a barrier inside, see rows.cl */
      EACH_IN_ROW(i, n) {
        const T h = (x[i] - mean) * r;
        dxs[dxAt + row * n + i] = r * (gs[gAt + row * n + i] * WEIGHT(row, i) - f - h * fh);
      }
    }
  }
}

#ifdef GPU
#define WIDE 1 /* neighbours have neighbouring parameters */
#else
#define WIDE 16 /* parameters that a work item has at a time, for the sake of whole cache lines */
#endif

/* The gradients of w and b where both, or either, are wanted. */
kernel void parameters(
    global const T *xs, const long xAt, global const T *gs, const long gAt,
    global const T *moments, const long rows, const long n, const long groups, const long perRow,
    const long inner, global T *dws, const long dwAt, global T *dbs, const long dbAt) {
  const long all = groups * perRow;
  EACH(block, (all + WIDE - 1) / WIDE) {
    T dw[WIDE], db[WIDE];
    for (int l = 0; l < WIDE; l++) dw[l] = db[l] = 0;
    const int count = min((long)WIDE, all - block * WIDE);
    for (long turn = 0; turn < rows / groups; turn++) {
      for (long k = 0; k < inner; k++) {
        for (int l = 0; l < count; l++) {
          const long p = block * WIDE + l;
          const long row = turn * groups + p / perRow;
          const long at = row * n + p % perRow * inner + k;
          const T g = gs[gAt + at];
          dw[l] += g * ((xs[xAt + at] - moments[2 * row]) * moments[2 * row + 1]);
          db[l] += g;
        }
      }
    }
    for (int l = 0; l < count; l++) {
      if (dws != 0) dws[dwAt + block * WIDE + l] = dw[l];
      if (dbs != 0) dbs[dbAt + block * WIDE + l] = db[l];
    }
  }
}
