/* Products of matrices on a GPU, of any strides.
 *
 *   y[i, j] = sum over l of a[i, l] b[l, j]        a (m, k)   b (k, n)   y (m, n)
 *
 * A group of SIDE x SIDE work items makes a tile of SIDE PER x SIDE PER: it reads DEPTH columns of a
 * and rows of b into local memory, together, and each work item adds their products to its PER x PER
 * sums, SIDE apart, so that neighbours read and write neighbouring elements. REAL says that T is
 * real; whole numbers are without a sign, so that they wrap. Sums run along k in order. */

#if LARGEST_GROUP < 256
#define SIDE 8
#else
#define SIDE 16
#endif
#define TILE (SIDE * PER)
#define DEPTH 16
#define ITEMS (SIDE * SIDE)

#ifdef REAL
#define MULTIPLY_ADD(a, b, sum) fma(a, b, sum)
#else
#define MULTIPLY_ADD(a, b, sum) ((a) * (b) + (sum))
#endif

inline T finish(T z, int activation) {
#ifdef REAL
  switch (activation) {
    case 1: return z < 0 ? (T)0 : z;
    case 2: return 1 / (1 + exp(-z));
    case 3: return fabs(z) > 20 ? copysign((T)1, z) : tanh(z);
  }
#endif
  return z;
}

/* Reads a TILE x DEPTH piece of a matrix, of which `rows` x `columns` lie inside; the rest is 0.
 * Neighbours read along the shorter stride. */
inline void load(
    local T *room, global const T *x, long row, long column, long rows, long columns) {
  const int t = get_local_id(0);
  for (int e = t; e < TILE * DEPTH; e += ITEMS) {
    const int i = column == 1 ? e / DEPTH : e % TILE, l = column == 1 ? e % DEPTH : e / TILE;
    room[l * TILE + i] = i < rows && l < columns ? x[i * row + l * column] : (T)0;
  }
}

/* `batch` begins each matrix; groups are numbered by matrix, then row, then column of tiles. */
kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) void product(
    global const T *a, global const T *b, global T *y, const walk3 batch, const long m, const long n,
    const long k, const long aRow, const long aColumn, const long bRow, const long bColumn,
    global const T *bias, const long biasAt, const long biasStep, const int activation) {
  local T left[DEPTH * TILE], right[DEPTH * TILE];
  const int t = get_local_id(0), tx = t % SIDE, ty = t / SIDE;
  const long down = (m + TILE - 1) / TILE, across = (n + TILE - 1) / TILE;
  for (long tile = get_group_id(0); tile < batch.size * down * across; tile += get_num_groups(0)) {
    const long i0 = tile / across % down * TILE, j0 = tile % across * TILE;
    long at[3];
    place3(&batch, tile / across / down, at);
    global const T *x = a + at[0] + i0 * aRow, *z = b + at[1] + j0 * bColumn;
    T sum[PER][PER];
    for (int v = 0; v < PER; v++) {
      for (int w = 0; w < PER; w++) sum[v][w] = 0;
    }
    for (long l0 = 0; l0 < k; l0 += DEPTH) {
      load(left, x + l0 * aColumn, aRow, aColumn, m - i0, k - l0);
      load(right, z + l0 * bRow, bColumn, bRow, n - j0, k - l0);
      barrier(CLK_LOCAL_MEM_FENCE);
      const int depth = min((long)DEPTH, k - l0);
      for (int l = 0; l < depth; l++) {
        T c[PER], d[PER];
        for (int v = 0; v < PER; v++) c[v] = left[l * TILE + ty + v * SIDE];
        for (int w = 0; w < PER; w++) d[w] = right[l * TILE + tx + w * SIDE];
        for (int v = 0; v < PER; v++) {
          for (int w = 0; w < PER; w++) sum[v][w] = MULTIPLY_ADD(c[v], d[w], sum[v][w]);
        }
      }
      barrier(CLK_LOCAL_MEM_FENCE);
    }
    for (int v = 0; v < PER; v++) {
      const long i = i0 + ty + v * SIDE;
      for (int w = 0; w < PER; w++) {
        const long j = j0 + tx + w * SIDE;
        if (i < m && j < n) {
          const T added = bias != 0 ? bias[biasAt + j * biasStep] : (T)0;
          y[at[2] + i * n + j] = finish(sum[v][w] + added, activation);
        }
      }
    }
  }
}
