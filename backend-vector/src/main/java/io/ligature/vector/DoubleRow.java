package io.ligature.vector;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/// Products with so few rows on the left that packing the right would take longer than multiplying.
final class DoubleRow {
  private static final int LANES = DoubleLanes.SPECIES.length();
  private static final int MOST = 4; // rows

  private DoubleRow() {}

  /// {@return whether the product is of this kind}
  static boolean suits(Product p) {
    boolean dots = p.m() <= MOST && p.al() == 1 && p.bl() == 1;
    return dots || (p.m() == 1 && p.bj() == 1);
  }

  static void run(Team team, Product p, double[] a, double[] b, double[] c) {
    int parts = p.work() < MatMul.LARGE ? 1 : team.size();
    if (parts == 1) {
      some(p, a, b, c);
    } else {
      team.run(parts, t -> some(p.part(t, 1, parts, 1, 4 * LANES), a, b, c));
    }
  }

  private static void some(Product p, double[] a, double[] b, double[] c) {
    if (p.bl() == 1 && p.al() == 1 && (p.bj() != 1 || p.m() > 1)) {
      dots(p, a, b, c);
    } else {
      rows(p, a, b, c);
    }
  }

  /// The rows of b, eight at a time, added to the row of the result, which stays in the first
  /// cache.
  private static void rows(Product p, double[] a, double[] b, double[] c) {
    int from = p.c();
    Arrays.fill(c, from, from + p.n(), 0);
    int l = 0;
    for (; l <= p.k() - 8; l += 8) {
      eight(p, a, p.a() + l * p.al(), b, p.b() + l * p.bl(), c);
    }
    for (; l < p.k(); l++) {
      double x = a[p.a() + l * p.al()];
      int q = p.b() + l * p.bl();
      for (int j = 0; j < p.n(); j++) {
        c[from + j] = DoubleLanes.fma(x, b[q + j], c[from + j]);
      }
    }
  }

  private static void eight(Product p, double[] a, int i, double[] b, int q, double[] c) {
    int al = p.al();
    int bl = p.bl();
    int o = p.c();
    int n = p.n();
    double a0 = a[i];
    double a1 = a[i + al];
    double a2 = a[i + 2 * al];
    double a3 = a[i + 3 * al];
    double a4 = a[i + 4 * al];
    double a5 = a[i + 5 * al];
    double a6 = a[i + 6 * al];
    double a7 = a[i + 7 * al];
    var x0 = DoubleVector.broadcast(DoubleLanes.SPECIES, a0);
    var x1 = DoubleVector.broadcast(DoubleLanes.SPECIES, a1);
    var x2 = DoubleVector.broadcast(DoubleLanes.SPECIES, a2);
    var x3 = DoubleVector.broadcast(DoubleLanes.SPECIES, a3);
    var x4 = DoubleVector.broadcast(DoubleLanes.SPECIES, a4);
    var x5 = DoubleVector.broadcast(DoubleLanes.SPECIES, a5);
    var x6 = DoubleVector.broadcast(DoubleLanes.SPECIES, a6);
    var x7 = DoubleVector.broadcast(DoubleLanes.SPECIES, a7);
    int whole = DoubleLanes.SPECIES.loopBound(n);
    for (int j = 0; j < whole; j += LANES) {
      int t = q + j;
      var sum = DoubleVector.fromArray(DoubleLanes.SPECIES, c, o + j);
      sum = DoubleLanes.fma(x0, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t), sum);
      sum = DoubleLanes.fma(x1, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t + bl), sum);
      sum = DoubleLanes.fma(x2, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t + 2 * bl), sum);
      sum = DoubleLanes.fma(x3, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t + 3 * bl), sum);
      sum = DoubleLanes.fma(x4, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t + 4 * bl), sum);
      sum = DoubleLanes.fma(x5, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t + 5 * bl), sum);
      sum = DoubleLanes.fma(x6, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t + 6 * bl), sum);
      sum = DoubleLanes.fma(x7, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t + 7 * bl), sum);
      sum.intoArray(c, o + j);
    }
    for (int j = whole; j < n; j++) {
      int t = q + j;
      double sum = DoubleLanes.fma(a0, b[t], c[o + j]);
      sum = DoubleLanes.fma(a1, b[t + bl], sum);
      sum = DoubleLanes.fma(a2, b[t + 2 * bl], sum);
      sum = DoubleLanes.fma(a3, b[t + 3 * bl], sum);
      sum = DoubleLanes.fma(a4, b[t + 4 * bl], sum);
      sum = DoubleLanes.fma(a5, b[t + 5 * bl], sum);
      sum = DoubleLanes.fma(a6, b[t + 6 * bl], sum);
      c[o + j] = DoubleLanes.fma(a7, b[t + 7 * bl], sum);
    }
  }

  /// Scalar products of rows of a with columns of b, four columns at a time, which stay in the
  /// first cache for all rows.
  private static void dots(Product p, double[] a, double[] b, double[] c) {
    var scratch = new double[4 * LANES + 4];
    for (int j = 0; j < p.n(); j += 4) {
      int count = Math.min(4, p.n() - j);
      int q = p.b() + j * p.bj();
      int step = count == 4 ? p.bj() : 0; // or one of them four times
      for (int t = 0; t < (count == 4 ? 1 : count); t++) {
        for (int i = 0; i < p.m(); i++) {
          four(p.k(), a, p.a() + i * p.ai(), b, q + t * p.bj(), step, scratch);
          int o = p.c() + i * p.width() + j + t;
          System.arraycopy(scratch, 4 * LANES, c, o, count == 4 ? 4 : 1);
        }
      }
    }
  }

  private static void four(int k, double[] a, int p, double[] b, int q, int bj, double[] scratch) {
    int r = q + bj;
    int s = q + 2 * bj;
    int t = q + 3 * bj;
    var y0 = DoubleVector.zero(DoubleLanes.SPECIES);
    var y1 = DoubleVector.zero(DoubleLanes.SPECIES);
    var y2 = DoubleVector.zero(DoubleLanes.SPECIES);
    var y3 = DoubleVector.zero(DoubleLanes.SPECIES);
    var z0 = DoubleVector.zero(DoubleLanes.SPECIES);
    var z1 = DoubleVector.zero(DoubleLanes.SPECIES);
    var z2 = DoubleVector.zero(DoubleLanes.SPECIES);
    var z3 = DoubleVector.zero(DoubleLanes.SPECIES);
    int l = 0;
    for (; l <= k - 2 * LANES; l += 2 * LANES) {
      var x = DoubleVector.fromArray(DoubleLanes.SPECIES, a, p + l);
      y0 = DoubleLanes.fma(x, DoubleVector.fromArray(DoubleLanes.SPECIES, b, q + l), y0);
      y1 = DoubleLanes.fma(x, DoubleVector.fromArray(DoubleLanes.SPECIES, b, r + l), y1);
      y2 = DoubleLanes.fma(x, DoubleVector.fromArray(DoubleLanes.SPECIES, b, s + l), y2);
      y3 = DoubleLanes.fma(x, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t + l), y3);
      x = DoubleVector.fromArray(DoubleLanes.SPECIES, a, p + l + LANES);
      z0 = DoubleLanes.fma(x, DoubleVector.fromArray(DoubleLanes.SPECIES, b, q + l + LANES), z0);
      z1 = DoubleLanes.fma(x, DoubleVector.fromArray(DoubleLanes.SPECIES, b, r + l + LANES), z1);
      z2 = DoubleLanes.fma(x, DoubleVector.fromArray(DoubleLanes.SPECIES, b, s + l + LANES), z2);
      z3 = DoubleLanes.fma(x, DoubleVector.fromArray(DoubleLanes.SPECIES, b, t + l + LANES), z3);
    }
    int sums = 4 * LANES;
    DoubleTranspose.sums(y0.add(z0), y1.add(z1), y2.add(z2), y3.add(z3), scratch, sums, scratch);
    for (; l < k; l++) {
      double x = a[p + l];
      scratch[sums] = DoubleLanes.fma(x, b[q + l], scratch[sums]);
      scratch[sums + 1] = DoubleLanes.fma(x, b[r + l], scratch[sums + 1]);
      scratch[sums + 2] = DoubleLanes.fma(x, b[s + l], scratch[sums + 2]);
      scratch[sums + 3] = DoubleLanes.fma(x, b[t + l], scratch[sums + 3]);
    }
  }
}
