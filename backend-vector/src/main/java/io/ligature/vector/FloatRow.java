package io.ligature.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Products with so few rows on the left that packing the right would take longer than multiplying.
final class FloatRow {
  private static final int LANES = Lanes.FLOAT.length();
  static final int MOST = 4; // rows
  private static final int SHARED = 1 << 16; // products: 784 x 256 took a third less on two threads

  private FloatRow() {}

  /// {@return whether the product is of this kind}
  static boolean suits(Product p) {
    boolean dots = p.m() <= MOST && p.al() == 1 && p.bl() == 1;
    return dots || (p.m() == 1 && p.bj() == 1);
  }

  static void run(Team team, Product p, float[] a, float[] b, float[] c) {
    int parts = p.work() < SHARED ? 1 : team.size();
    if (parts == 1) {
      some(p, a, b, c);
    } else {
      team.run(parts, t -> some(p.part(t, 1, parts, 1, 4 * LANES), a, b, c));
    }
  }

  private static void some(Product p, float[] a, float[] b, float[] c) {
    if (p.bl() == 1 && p.al() == 1 && (p.bj() != 1 || p.m() > 1)) {
      dots(p, a, b, c);
    } else {
      rows(p, a, b, c);
    }
  }

  /// The rows of b, eight at a time, added to the row of the result, which stays in the first
  /// cache.
  private static void rows(Product p, float[] a, float[] b, float[] c) {
    int from = p.c();
    Arrays.fill(c, from, from + p.n(), 0);
    int l = 0;
    for (; l <= p.k() - 8; l += 8) {
      eight(p, a, p.a() + l * p.al(), b, p.b() + l * p.bl(), c);
    }
    for (; l < p.k(); l++) {
      float x = a[p.a() + l * p.al()];
      int q = p.b() + l * p.bl();
      for (int j = 0; j < p.n(); j++) {
        c[from + j] = Lanes.fma(x, b[q + j], c[from + j]);
      }
    }
  }

  private static void eight(Product p, float[] a, int i, float[] b, int q, float[] c) {
    int al = p.al();
    int bl = p.bl();
    int o = p.c();
    int n = p.n();
    float a0 = a[i];
    float a1 = a[i + al];
    float a2 = a[i + 2 * al];
    float a3 = a[i + 3 * al];
    float a4 = a[i + 4 * al];
    float a5 = a[i + 5 * al];
    float a6 = a[i + 6 * al];
    float a7 = a[i + 7 * al];
    var x0 = FloatVector.broadcast(Lanes.FLOAT, a0);
    var x1 = FloatVector.broadcast(Lanes.FLOAT, a1);
    var x2 = FloatVector.broadcast(Lanes.FLOAT, a2);
    var x3 = FloatVector.broadcast(Lanes.FLOAT, a3);
    var x4 = FloatVector.broadcast(Lanes.FLOAT, a4);
    var x5 = FloatVector.broadcast(Lanes.FLOAT, a5);
    var x6 = FloatVector.broadcast(Lanes.FLOAT, a6);
    var x7 = FloatVector.broadcast(Lanes.FLOAT, a7);
    int whole = Lanes.FLOAT.loopBound(n);
    for (int j = 0; j < whole; j += LANES) {
      int t = q + j;
      var sum = FloatVector.fromArray(Lanes.FLOAT, c, o + j);
      sum = Lanes.fma(x0, FloatVector.fromArray(Lanes.FLOAT, b, t), sum);
      sum = Lanes.fma(x1, FloatVector.fromArray(Lanes.FLOAT, b, t + bl), sum);
      sum = Lanes.fma(x2, FloatVector.fromArray(Lanes.FLOAT, b, t + 2 * bl), sum);
      sum = Lanes.fma(x3, FloatVector.fromArray(Lanes.FLOAT, b, t + 3 * bl), sum);
      sum = Lanes.fma(x4, FloatVector.fromArray(Lanes.FLOAT, b, t + 4 * bl), sum);
      sum = Lanes.fma(x5, FloatVector.fromArray(Lanes.FLOAT, b, t + 5 * bl), sum);
      sum = Lanes.fma(x6, FloatVector.fromArray(Lanes.FLOAT, b, t + 6 * bl), sum);
      sum = Lanes.fma(x7, FloatVector.fromArray(Lanes.FLOAT, b, t + 7 * bl), sum);
      sum.intoArray(c, o + j);
    }
    for (int j = whole; j < n; j++) {
      int t = q + j;
      float sum = Lanes.fma(a0, b[t], c[o + j]);
      sum = Lanes.fma(a1, b[t + bl], sum);
      sum = Lanes.fma(a2, b[t + 2 * bl], sum);
      sum = Lanes.fma(a3, b[t + 3 * bl], sum);
      sum = Lanes.fma(a4, b[t + 4 * bl], sum);
      sum = Lanes.fma(a5, b[t + 5 * bl], sum);
      sum = Lanes.fma(a6, b[t + 6 * bl], sum);
      c[o + j] = Lanes.fma(a7, b[t + 7 * bl], sum);
    }
  }

  /// Scalar products of rows of a with columns of b, four columns at a time, which stay in the
  /// first cache for all rows.
  private static void dots(Product p, float[] a, float[] b, float[] c) {
    var scratch = new float[4 * LANES + 4];
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

  private static void four(int k, float[] a, int p, float[] b, int q, int bj, float[] scratch) {
    int r = q + bj;
    int s = q + 2 * bj;
    int t = q + 3 * bj;
    var y0 = FloatVector.zero(Lanes.FLOAT);
    var y1 = FloatVector.zero(Lanes.FLOAT);
    var y2 = FloatVector.zero(Lanes.FLOAT);
    var y3 = FloatVector.zero(Lanes.FLOAT);
    var z0 = FloatVector.zero(Lanes.FLOAT);
    var z1 = FloatVector.zero(Lanes.FLOAT);
    var z2 = FloatVector.zero(Lanes.FLOAT);
    var z3 = FloatVector.zero(Lanes.FLOAT);
    int l = 0;
    for (; l <= k - 2 * LANES; l += 2 * LANES) {
      var x = FloatVector.fromArray(Lanes.FLOAT, a, p + l);
      y0 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, q + l), y0);
      y1 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, r + l), y1);
      y2 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, s + l), y2);
      y3 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, t + l), y3);
      x = FloatVector.fromArray(Lanes.FLOAT, a, p + l + LANES);
      z0 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, q + l + LANES), z0);
      z1 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, r + l + LANES), z1);
      z2 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, s + l + LANES), z2);
      z3 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, t + l + LANES), z3);
    }
    if (l <= k - LANES) {
      var x = FloatVector.fromArray(Lanes.FLOAT, a, p + l);
      y0 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, q + l), y0);
      y1 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, r + l), y1);
      y2 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, s + l), y2);
      y3 = Lanes.fma(x, FloatVector.fromArray(Lanes.FLOAT, b, t + l), y3);
      l += LANES;
    }
    int sums = 4 * LANES;
    FloatTranspose.sums(y0.add(z0), y1.add(z1), y2.add(z2), y3.add(z3), scratch, sums, scratch);
    for (; l < k; l++) {
      float x = a[p + l];
      scratch[sums] = Lanes.fma(x, b[q + l], scratch[sums]);
      scratch[sums + 1] = Lanes.fma(x, b[r + l], scratch[sums + 1]);
      scratch[sums + 2] = Lanes.fma(x, b[s + l], scratch[sums + 2]);
      scratch[sums + 3] = Lanes.fma(x, b[t + l], scratch[sums + 3]);
    }
  }
}
