/* Rows of a table w (rows, width) by index, and the gradient of the table. */

kernel void lookup(
    global const T *w, const long wAt, const long wRow, const long wColumn,
    global const long *index, const long indexAt, const long count, const long width,
    global T *y, const long yAt) {
  EACH(e, count * width) {
    y[yAt + e] = w[wAt + index[indexAt + e / width] * wRow + e % width * wColumn];
  }
}

#ifdef GPU
#define WIDE 1 /* neighbours have neighbouring columns */
#define PARTS 16
#else
#define WIDE 64 /* columns that a work item has at a time, for the sake of whole cache lines */
#define PARTS 4
#endif

/* dw[r] = sum of g over the positions with index r, in their order. A work item owns some columns
 * of every PARTS-th row, so that no two add to one place. */
kernel void gradient(
    global const T *g, const long gAt, global const long *index, const long indexAt,
    const long count, const long rows, const long width, const long padding, global T *dw,
    const long dwAt) {
  const long blocks = (width + WIDE - 1) / WIDE;
  EACH(e, blocks * PARTS) {
    const long part = e / blocks, from = e % blocks * WIDE, to = min(from + WIDE, width);
    for (long r = part; r < rows; r += PARTS) {
      for (long c = from; c < to; c++) dw[dwAt + r * width + c] = 0;
    }
    for (long p = 0; p < count; p++) {
      const long r = index[indexAt + p];
      if (r % PARTS != part || r == padding) continue;
      for (long c = from; c < to; c++) dw[dwAt + r * width + c] += g[gAt + p * width + c];
    }
  }
}
