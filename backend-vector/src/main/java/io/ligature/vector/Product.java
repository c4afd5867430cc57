package io.ligature.vector;

/// A product of two matrices, and where their elements lie.
///
/// ```text
/// c[i, j] = sum over l of a[i, l] b[l, j]      i < m, j < n, l < k
///
/// a[i, l] lies at  a + i ai + l al      b[l, j] at  b + l bl + j bj      c[i, j] at  c + i width + j
/// ```
record Product(
    int m, int n, int k, int a, int ai, int al, int b, int bl, int bj, int c, int width) {
  /// {@return the part with `count` rows of the result from `from`}
  Product rows(int from, int count) {
    return new Product(count, n, k, a + from * ai, ai, al, b, bl, bj, c + from * width, width);
  }

  /// {@return the part with `count` columns of the result from `from`}
  Product columns(int from, int count) {
    return new Product(m, count, k, a, ai, al, b + from * bj, bl, bj, c + from, width);
  }

  /// {@return the part of every sum with `count` products from `from`}
  Product inner(int from, int count) {
    return new Product(m, n, count, a + from * al, ai, al, b + from * bl, bl, bj, c, width);
  }

  /// {@return b transposed times a transposed, for a result of one column without gaps}
  Product transposed() {
    return new Product(n, m, k, b, bj, bl, a, al, ai, c, m);
  }

  /// {@return the same kind of product elsewhere}
  Product moved(int da, int db, int dc) {
    return new Product(m, n, k, a + da, ai, al, b + db, bl, bj, c + dc, width);
  }

  /// {@return how many multiplications and additions it takes, halved}
  long work() {
    return (long) m * n * k;
  }

  /// {@return into how many ranges of columns to cut for `ways` threads}. Every range of rows packs
  /// all of b for itself, every range of columns all of a; and ranges of columns share a cache line
  /// in each row, which weighs where sums are short. Weights are by trial.
  int columnWays(int ways) {
    double transposed = bj == 1 ? 1 : 3;
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int columns = 1; columns <= ways; columns++) {
      if (ways % columns == 0) {
        double cost = transposed * n / columns + 1.5 * m * columns / ways;
        cost += columns == 1 ? 0 : 150.0 * m / k;
        if (cost < least) {
          least = cost;
          best = columns;
        }
      }
    }
    return best;
  }

  /// {@return `t` of `ways` parts, cut first into rows and then into columns}
  ///
  /// Cuts lie at multiples of `rowUnit` and `columnUnit`; a part may be empty.
  Product part(int t, int rowWays, int columnWays, int rowUnit, int columnUnit) {
    int row = t / columnWays;
    int column = t % columnWays;
    int top = cut(m, row, rowWays, rowUnit);
    int left = cut(n, column, columnWays, columnUnit);
    return rows(top, cut(m, row + 1, rowWays, rowUnit) - top)
        .columns(left, cut(n, column + 1, columnWays, columnUnit) - left);
  }

  /// {@return where part `t` of `ways` begins}
  private static int cut(int extent, int t, int ways, int unit) {
    int units = (extent + unit - 1) / unit;
    return Math.min((int) ((long) units * t / ways) * unit, extent);
  }
}
