/* Products of matrices on a GPU, of any strides.
 *
 *   y[i, j] = sum over l of a[i, l] b[l, j]        a (m, k)   b (k, n)   y (m, n)
 *
 * Each work item makes PER x PER sums of its group's tile: LANES rows and columns side by side, and
 * as many SIDE * LANES further on. While it adds products of one piece its share of the next is on
 * its way. REAL is defined where T is real; whole numbers are without a sign, so that they wrap.
 * Sums run along k in order, or along a part of it (Tiles.java). */

#include "tiles.cl"

#define PARTS (PER / LANES)
#define WIDTH (ROW / LANES) /* vectors from one depth to the next */

#ifdef REAL
#define MULTIPLY_ADD(a, b, sum) fma(a, b, sum)
#else
#define MULTIPLY_ADD(a, b, sum) ((a) * (b) + (sum))
#endif

/* `batch` begins each matrix; groups are numbered by matrix, then row, then column of tiles. */
kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) void product(
    global const T *a, global const T *b, global T *y, const walk3 batch, const long m, const long n,
    const long k, const long aRow, const long aColumn, const long bRow, const long bColumn,
    global const T *bias, const long biasAt, const long biasStep) {
  local V left[DEPTH * WIDTH], right[DEPTH * WIDTH];
  const int t = get_local_id(0);
  const int tx = t % SIDE, ty = t / SIDE;
  const long down = (m + TILE - 1) / TILE, across = (n + TILE - 1) / TILE;
  for (long tile = get_group_id(0); tile < batch.size * down * across; tile += get_num_groups(0)) {
    const long i0 = tile / across % down * TILE, j0 = tile % across * TILE;
    long at[3];
    place3(&batch, tile / across / down, at);
    global const T *x = a + at[0] + i0 * aRow + begin_left(t, aRow, aColumn);
    global const T *z = b + at[1] + j0 * bColumn + begin_right(t, bColumn, bRow);
    V sum[PER][PARTS], c[VECTORS], d[VECTORS];
#pragma unroll
    for (int v = 0; v < PER; v++) {
#pragma unroll
      for (int w = 0; w < PARTS; w++) sum[v][w] = 0;
    }
    fetch_left((T *)c, x, t, aRow, aColumn, m - i0, k);
    fetch_right((T *)d, z, t, bColumn, bRow, n - j0, k);
    put_left((local T *)left, (const T *)c, t);
    put_right((local T *)right, (const T *)d, t);
    barrier(CLK_LOCAL_MEM_FENCE);
    for (long rest = k - DEPTH; rest > -DEPTH; rest -= DEPTH) {
      if (rest > 0) {
        x += DEPTH * aColumn;
        z += DEPTH * bRow;
        fetch_left((T *)c, x, t, aRow, aColumn, m - i0, rest);
        fetch_right((T *)d, z, t, bColumn, bRow, n - j0, rest);
      }
#pragma unroll
      for (int l = 0; l < DEPTH; l++) {
        V e[PARTS], f[PARTS];
#pragma unroll
        for (int v = 0; v < PARTS; v++) e[v] = left[l * WIDTH + ty + v * SIDE];
#pragma unroll
        for (int w = 0; w < PARTS; w++) f[w] = right[l * WIDTH + tx + w * SIDE];
#pragma unroll
        for (int v = 0; v < PER; v++) {
#pragma unroll
          for (int w = 0; w < PARTS; w++) {
            sum[v][w] = MULTIPLY_ADD((V)(((const T *)e)[v]), f[w], sum[v][w]);
          }
        }
      }
      barrier(CLK_LOCAL_MEM_FENCE);
      if (rest > 0) {
        put_left((local T *)left, (const T *)c, t);
        put_right((local T *)right, (const T *)d, t);
      }
      barrier(CLK_LOCAL_MEM_FENCE);
    }
    const bool aligned = n % LANES == 0 && at[2] % LANES == 0;
#pragma unroll
    for (int v = 0; v < PER; v++) {
      const long i = i0 + (v / LANES * SIDE + ty) * LANES + v % LANES;
#pragma unroll
      for (int w = 0; w < PARTS; w++) {
        const long j = j0 + (w * SIDE + tx) * LANES;
        V made;
#pragma unroll
        for (int q = 0; q < LANES; q++) {
          const T added = bias != 0 && j + q < n ? bias[biasAt + (j + q) * biasStep] : (T)0;
          ((T *)&made)[q] = finish(((const T *)&sum[v][w])[q] + added);
        }
        global T *to = y + at[2] + i * n + j;
        if (i < m && j < n && aligned) {
          *(global V *)to = made;
        } else if (i < m) {
#pragma unroll
          for (int q = 0; q < LANES; q++) {
            if (j + q < n) to[q] = ((const T *)&made)[q];
          }
        }
      }
    }
  }
}
