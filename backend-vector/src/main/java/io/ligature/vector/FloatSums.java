package io.ligature.vector;

import jdk.incubator.vector.FloatVector;

/// Sums of FLOAT32 elements: lanes add runs of 64, whose sums are added in double.
///
/// So the order is a matter of the length alone.
final class FloatSums {
  private static final int LANES = Lanes.FLOAT.length();
  private static final int RUN = 64;
  private static final int BLOCK = RUN / 4 * 4 * LANES;

  private FloatSums() {}

  /// {@return the sum of `n` elements from `p`}
  static double sum(float[] x, int p, int n) {
    double total = 0;
    var lanes = new float[LANES];
    int i = 0;
    while (i <= n - 4 * LANES) {
      int end = Math.min(i + BLOCK, i + (n - i) / (4 * LANES) * (4 * LANES));
      block(x, p + i, end - i, lanes);
      for (float lane : lanes) {
        total += lane;
      }
      i = end;
    }
    for (; i < n; i++) {
      total += x[p + i];
    }
    return total;
  }

  private static void block(float[] x, int p, int n, float[] lanes) {
    var a = FloatVector.zero(Lanes.FLOAT);
    var b = FloatVector.zero(Lanes.FLOAT);
    var c = FloatVector.zero(Lanes.FLOAT);
    var d = FloatVector.zero(Lanes.FLOAT);
    for (int i = 0; i < n; i += 4 * LANES) {
      a = a.add(FloatVector.fromArray(Lanes.FLOAT, x, p + i));
      b = b.add(FloatVector.fromArray(Lanes.FLOAT, x, p + i + LANES));
      c = c.add(FloatVector.fromArray(Lanes.FLOAT, x, p + i + 2 * LANES));
      d = d.add(FloatVector.fromArray(Lanes.FLOAT, x, p + i + 3 * LANES));
    }
    a.add(b).add(c.add(d)).intoArray(lanes, 0);
  }

  /// {@return the sum of the products of `n` pairs}
  static double products(float[] x, int p, float[] y, int q, int n) {
    double total = 0;
    var lanes = new float[LANES];
    int i = 0;
    while (i <= n - LANES) {
      int end = Math.min(i + RUN * LANES, i + (n - i) / LANES * LANES);
      var sum = FloatVector.zero(Lanes.FLOAT);
      for (; i < end; i += LANES) {
        var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
        sum = Lanes.fma(v, FloatVector.fromArray(Lanes.FLOAT, y, q + i), sum);
      }
      sum.intoArray(lanes, 0);
      for (float lane : lanes) {
        total += lane;
      }
    }
    for (; i < n; i++) {
      total += (double) x[p + i] * y[q + i];
    }
    return total;
  }

  /// Writes the sum of every column of a matrix whose rows lie `step` apart.
  static void columns(float[] x, int p, int step, int m, float[] out, int q, int n) {
    var totals = new double[n];
    var run = new float[n];
    for (int i = 0; i < m; i += RUN) {
      int rows = Math.min(RUN, m - i);
      columns(x, p + i * step, step, rows, run, n);
      for (int j = 0; j < n; j++) {
        totals[j] += run[j];
      }
    }
    for (int j = 0; j < n; j++) {
      out[q + j] = (float) totals[j];
    }
  }

  private static void columns(float[] x, int p, int step, int m, float[] out, int n) {
    int j = 0;
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      var a = FloatVector.zero(Lanes.FLOAT);
      var b = FloatVector.zero(Lanes.FLOAT);
      var c = FloatVector.zero(Lanes.FLOAT);
      var d = FloatVector.zero(Lanes.FLOAT);
      for (int i = 0; i < m; i++) {
        int at = p + i * step + j;
        a = a.add(FloatVector.fromArray(Lanes.FLOAT, x, at));
        b = b.add(FloatVector.fromArray(Lanes.FLOAT, x, at + LANES));
        c = c.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * LANES));
        d = d.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 3 * LANES));
      }
      a.intoArray(out, j);
      b.intoArray(out, j + LANES);
      c.intoArray(out, j + 2 * LANES);
      d.intoArray(out, j + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var mask = Lanes.FLOAT.indexInRange(j, n);
      var a = FloatVector.zero(Lanes.FLOAT);
      for (int i = 0; i < m; i++) {
        a = a.add(FloatVector.fromArray(Lanes.FLOAT, x, p + i * step + j, mask));
      }
      a.intoArray(out, j, mask);
    }
  }

  /// Adds `n` elements of x to y.
  static void add(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var sum = FloatVector.fromArray(Lanes.FLOAT, y, q + i);
      sum.add(FloatVector.fromArray(Lanes.FLOAT, x, p + i)).intoArray(y, q + i);
    }
    for (; i < n; i++) {
      y[q + i] += x[p + i];
    }
  }
}
