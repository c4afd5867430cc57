/* Products of matrices on a CPU, of any strides.
 *
 *   y[i, j] = sum over l of a[i, l] b[l, j]        a (m, k)   b (k, n)   y (m, n)
 *
 * A work item copies a panel of b, COLUMNS wide, into its own room, where the elements of a row lie
 * side by side; then it makes tiles of ROWS, 8 or 6, by COLUMNS, whose sums are in registers. V
 * is a vector of LANES elements of type T, whole numbers being without a sign so that they wrap; REAL
 * says that T is real. Sums run along k, whatever the number of work items. */

#define COLUMNS (2 * LANES)

#ifdef REAL
#define MULTIPLY_ADD(a, b, sum) fma((V)(a), b, sum)
#else
#define MULTIPLY_ADD(a, b, sum) ((a) * (b) + (sum))
#endif

/* ---- a panel of b: room[l * COLUMNS + j] */

/* LANES rows of a matrix become its columns: each round moves the last bit of the column to the
 * front of the row, and the last one of the row to the front of the column. */
inline void transpose(V *r) {
  for (int round = 1; round < LANES; round *= 2) {
    V s[LANES];
    for (int i = 0; i < LANES / 2; i++) {
      s[i] = (V)(r[2 * i].even, r[2 * i + 1].even);
      s[i + LANES / 2] = (V)(r[2 * i].odd, r[2 * i + 1].odd);
    }
    for (int i = 0; i < LANES; i++) r[i] = s[i];
  }
}

/* y[i, l] = a[at + l step + i], in row-major order: a strip of LANES rows at a time, a square after
 * another. */
kernel void turn(
    global const T *a, const long at, const long step, const long m, const long k, global T *y) {
  EACH(strip, (m + LANES - 1) / LANES) {
    const long i = strip * LANES, rows = min(m - i, (long)LANES);
    global const T *from = a + at + i;
    long done = 0;
    for (; rows == LANES && done + LANES <= k; done += LANES) {
      V r[LANES];
      for (int l = 0; l < LANES; l++) r[l] = VLOAD(0, from + (done + l) * step);
      transpose(r);
      for (int j = 0; j < LANES; j++) VSTORE(r[j], 0, y + (i + j) * k + done);
    }
    for (long l = done; l < k; l++) {
      for (long j = 0; j < rows; j++) y[(i + j) * k + l] = from[l * step + j];
    }
  }
}

inline void pack(
    global T *room, global const T *b, long k, long row, long column, long columns) {
  if (column == 1 && columns == COLUMNS) {
    for (long l = 0; l < k; l++) {
      VSTORE(VLOAD(0, b + l * row), 0, room + l * COLUMNS);
      VSTORE(VLOAD(1, b + l * row), 1, room + l * COLUMNS);
    }
    return;
  }
  long done = 0;
  if (row == 1 && columns == COLUMNS) {
    for (; done + LANES <= k; done += LANES) {
      for (int half_ = 0; half_ < 2; half_++) {
        V r[LANES];
        for (int j = 0; j < LANES; j++) r[j] = VLOAD(0, b + (half_ * LANES + j) * column + done);
        transpose(r);
        for (int l = 0; l < LANES; l++) VSTORE(r[l], half_, room + (done + l) * COLUMNS);
      }
    }
  }
  for (long l = done; l < k; l++) {
    for (long j = 0; j < COLUMNS; j++) {
      room[l * COLUMNS + j] = j < columns ? b[l * row + j * column] : 0;
    }
  }
}

/* ---- a tile of y */

#if ROWS == 8
#define EACH_ROW(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7)
#else
#define EACH_ROW(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5)
#endif
#define DECLARE(i)                                                                \
  V left##i = 0, right##i = 0;                                                    \
  global const T *a##i = a + (i < rows ? i : rows - 1) * aRow; /* again, and not stored */
#define ADD(i)                                                                    \
  left##i = MULTIPLY_ADD(a##i[l * aColumn], b0, left##i);                         \
  right##i = MULTIPLY_ADD(a##i[l * aColumn], b1, right##i);
#define STORE(i)                                                                  \
  if (i < rows) {                                                                 \
    store(y + i * n, finish(left##i + VLOAD(0, bias), activation),                \
          finish(right##i + VLOAD(1, bias), activation), columns);                \
  }

inline V finish(V z, int activation) {
#ifdef REAL
  switch (activation) {
    case 1: return z < 0 ? (V)0 : z;
    case 2: return 1 / (1 + exp(-z));
    case 3: return tanh(z);
  }
#endif
  return z;
}

inline void store(global T *y, V left, V right, long columns) {
  if (columns == COLUMNS) {
    VSTORE(left, 0, y);
    VSTORE(right, 1, y);
    return;
  }
  T both[COLUMNS];
  VSTORE(left, 0, both);
  VSTORE(right, 1, both);
  for (long j = 0; j < columns; j++) y[j] = both[j];
}

inline void tile(
    global const T *a, long aRow, long aColumn, global const T *room, long k, const T *bias,
    int activation, global T *y, long n, long rows, long columns) {
  EACH_ROW(DECLARE)
  for (long l = 0; l < k; l++) {
    const V b0 = VLOAD(0, room + l * COLUMNS), b1 = VLOAD(1, room + l * COLUMNS);
    EACH_ROW(ADD)
  }
  EACH_ROW(STORE)
}

/* A job is a panel of one matrix, and `chunk` rows of it. `batch` begins each matrix. Before a row
 * is written, `bias` is added if there is one, and the activation applied: none, relu, sigmoid or
 * tanh. */
kernel void product(
    global const T *a, global const T *b, global T *y, const walk3 batch, const long m, const long n,
    const long k, const long aRow, const long aColumn, const long bRow, const long bColumn,
    global const T *bias, const long biasAt, const long biasStep, const int activation,
    global T *rooms, const long chunk) {
  const long panels = (n + COLUMNS - 1) / COLUMNS, chunks = (m + chunk - 1) / chunk;
  global T *room = rooms + get_global_id(0) * k * COLUMNS;
  T added[COLUMNS];
  long packed = -1;
  EACH(job, batch.size * panels * chunks) {
    const long panel = job / chunks, from = job % chunks * chunk;
    const long j = panel % panels * COLUMNS, columns = min(n - j, (long)COLUMNS);
    long at[3];
    place3(&batch, panel / panels, at);
    if (panel != packed) {
      pack(room, b + at[1] + j * bColumn, k, bRow, bColumn, columns);
      for (long c = 0; c < COLUMNS; c++) {
        added[c] = bias != 0 && c < columns ? bias[biasAt + (j + c) * biasStep] : 0;
      }
      packed = panel;
    }
    for (long i = from; i < min(from + chunk, m); i += ROWS) {
      tile(a + at[0] + i * aRow, aRow, aColumn, room, k, added, activation,
           y + at[2] + i * n + j, n, min(m - i, (long)ROWS), columns);
    }
  }
}
