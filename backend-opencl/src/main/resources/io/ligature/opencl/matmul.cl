/* Products of matrices of any strides, an element a work item. */

#ifdef REAL
#define MULTIPLY_ADD(a, b, sum) fma(a, b, sum)
#else
#define MULTIPLY_ADD(a, b, sum) (T)((U)(sum) + (U)(a) * (U)(b))
#endif

/* `batch` begins each matrix; rows and columns of a, b are that far apart. */
kernel void product(
    global const T *a, global const T *b, global T *y, const walk3 batch, const long m, const long n,
    const long k, const long aRow, const long aColumn, const long bRow, const long bColumn) {
  EACH(e, batch.size * m * n) {
    const long i = e / n % m, j = e % n;
    long at[3];
    place3(&batch, e / (m * n), at);
    T sum = 0;
    for (long l = 0; l < k; l++) {
      sum = MULTIPLY_ADD(a[at[0] + i * aRow + l * aColumn], b[at[1] + l * bRow + j * bColumn], sum);
    }
    y[at[2] + i * n + j] = sum;
  }
}
