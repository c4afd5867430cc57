package io.ligature.vector;

import jdk.incubator.vector.FloatVector;

/// The innermost products of a weight's gradient: of four outputs' gradients with what four
/// elements of the windows read, lane by lane, in registers.
///
/// ```text
/// sums[4 i + j, lane] = sum over pieces t of g[gAt[t] + gs[i] + lane] x[xAt[t] + xs[j] + lane]
/// ```
///
/// A piece is a vector of neighbouring windows. Full ones and those that are cut have a method
/// each: both loops in one are more than the compiler keeps in registers.
final class FloatWindowProducts {
  /// Outputs and elements of windows that are done at once.
  static final int SIDE = 4;

  private static final int LANES = Lanes.FLOAT.length();

  private FloatWindowProducts() {}

  /// Pieces `begin` to `end - 1`, of full vectors.
  static void whole(
      float[] g,
      int[] gAt,
      int[] gs,
      float[] x,
      int[] xAt,
      int[] xs,
      int begin,
      int end,
      float[] sums) {
    var c00 = FloatVector.zero(Lanes.FLOAT);
    var c01 = FloatVector.zero(Lanes.FLOAT);
    var c02 = FloatVector.zero(Lanes.FLOAT);
    var c03 = FloatVector.zero(Lanes.FLOAT);
    var c10 = FloatVector.zero(Lanes.FLOAT);
    var c11 = FloatVector.zero(Lanes.FLOAT);
    var c12 = FloatVector.zero(Lanes.FLOAT);
    var c13 = FloatVector.zero(Lanes.FLOAT);
    var c20 = FloatVector.zero(Lanes.FLOAT);
    var c21 = FloatVector.zero(Lanes.FLOAT);
    var c22 = FloatVector.zero(Lanes.FLOAT);
    var c23 = FloatVector.zero(Lanes.FLOAT);
    var c30 = FloatVector.zero(Lanes.FLOAT);
    var c31 = FloatVector.zero(Lanes.FLOAT);
    var c32 = FloatVector.zero(Lanes.FLOAT);
    var c33 = FloatVector.zero(Lanes.FLOAT);
    int g0 = gs[0];
    int g1 = gs[1];
    int g2 = gs[2];
    int g3 = gs[3];
    int x0 = xs[0];
    int x1 = xs[1];
    int x2 = xs[2];
    int x3 = xs[3];
    for (int t = begin; t < end; t++) {
      int p = gAt[t];
      int q = xAt[t];
      var u0 = FloatVector.fromArray(Lanes.FLOAT, g, p + g0);
      var u1 = FloatVector.fromArray(Lanes.FLOAT, g, p + g1);
      var u2 = FloatVector.fromArray(Lanes.FLOAT, g, p + g2);
      var u3 = FloatVector.fromArray(Lanes.FLOAT, g, p + g3);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, q + x0);
      c00 = Lanes.fma(u0, v, c00);
      c10 = Lanes.fma(u1, v, c10);
      c20 = Lanes.fma(u2, v, c20);
      c30 = Lanes.fma(u3, v, c30);
      v = FloatVector.fromArray(Lanes.FLOAT, x, q + x1);
      c01 = Lanes.fma(u0, v, c01);
      c11 = Lanes.fma(u1, v, c11);
      c21 = Lanes.fma(u2, v, c21);
      c31 = Lanes.fma(u3, v, c31);
      v = FloatVector.fromArray(Lanes.FLOAT, x, q + x2);
      c02 = Lanes.fma(u0, v, c02);
      c12 = Lanes.fma(u1, v, c12);
      c22 = Lanes.fma(u2, v, c22);
      c32 = Lanes.fma(u3, v, c32);
      v = FloatVector.fromArray(Lanes.FLOAT, x, q + x3);
      c03 = Lanes.fma(u0, v, c03);
      c13 = Lanes.fma(u1, v, c13);
      c23 = Lanes.fma(u2, v, c23);
      c33 = Lanes.fma(u3, v, c33);
    }
    c00.intoArray(sums, 0);
    c01.intoArray(sums, LANES);
    c02.intoArray(sums, 2 * LANES);
    c03.intoArray(sums, 3 * LANES);
    c10.intoArray(sums, 4 * LANES);
    c11.intoArray(sums, 5 * LANES);
    c12.intoArray(sums, 6 * LANES);
    c13.intoArray(sums, 7 * LANES);
    c20.intoArray(sums, 8 * LANES);
    c21.intoArray(sums, 9 * LANES);
    c22.intoArray(sums, 10 * LANES);
    c23.intoArray(sums, 11 * LANES);
    c30.intoArray(sums, 12 * LANES);
    c31.intoArray(sums, 13 * LANES);
    c32.intoArray(sums, 14 * LANES);
    c33.intoArray(sums, 15 * LANES);
  }

  /// Pieces `begin` to `end - 1`, of which only `n` lanes count.
  static void cut(
      float[] g,
      int[] gAt,
      int[] gs,
      float[] x,
      int[] xAt,
      int[] xs,
      int begin,
      int end,
      int n,
      float[] sums) {
    var c00 = FloatVector.zero(Lanes.FLOAT);
    var c01 = FloatVector.zero(Lanes.FLOAT);
    var c02 = FloatVector.zero(Lanes.FLOAT);
    var c03 = FloatVector.zero(Lanes.FLOAT);
    var c10 = FloatVector.zero(Lanes.FLOAT);
    var c11 = FloatVector.zero(Lanes.FLOAT);
    var c12 = FloatVector.zero(Lanes.FLOAT);
    var c13 = FloatVector.zero(Lanes.FLOAT);
    var c20 = FloatVector.zero(Lanes.FLOAT);
    var c21 = FloatVector.zero(Lanes.FLOAT);
    var c22 = FloatVector.zero(Lanes.FLOAT);
    var c23 = FloatVector.zero(Lanes.FLOAT);
    var c30 = FloatVector.zero(Lanes.FLOAT);
    var c31 = FloatVector.zero(Lanes.FLOAT);
    var c32 = FloatVector.zero(Lanes.FLOAT);
    var c33 = FloatVector.zero(Lanes.FLOAT);
    var rest = Lanes.FLOAT.indexInRange(0, n).not();
    int g0 = gs[0];
    int g1 = gs[1];
    int g2 = gs[2];
    int g3 = gs[3];
    int x0 = xs[0];
    int x1 = xs[1];
    int x2 = xs[2];
    int x3 = xs[3];
    for (int t = begin; t < end; t++) {
      int p = gAt[t];
      int q = xAt[t];
      var u0 = FloatVector.fromArray(Lanes.FLOAT, g, p + g0).blend(0f, rest);
      var u1 = FloatVector.fromArray(Lanes.FLOAT, g, p + g1).blend(0f, rest);
      var u2 = FloatVector.fromArray(Lanes.FLOAT, g, p + g2).blend(0f, rest);
      var u3 = FloatVector.fromArray(Lanes.FLOAT, g, p + g3).blend(0f, rest);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, q + x0).blend(0f, rest);
      c00 = Lanes.fma(u0, v, c00);
      c10 = Lanes.fma(u1, v, c10);
      c20 = Lanes.fma(u2, v, c20);
      c30 = Lanes.fma(u3, v, c30);
      v = FloatVector.fromArray(Lanes.FLOAT, x, q + x1).blend(0f, rest);
      c01 = Lanes.fma(u0, v, c01);
      c11 = Lanes.fma(u1, v, c11);
      c21 = Lanes.fma(u2, v, c21);
      c31 = Lanes.fma(u3, v, c31);
      v = FloatVector.fromArray(Lanes.FLOAT, x, q + x2).blend(0f, rest);
      c02 = Lanes.fma(u0, v, c02);
      c12 = Lanes.fma(u1, v, c12);
      c22 = Lanes.fma(u2, v, c22);
      c32 = Lanes.fma(u3, v, c32);
      v = FloatVector.fromArray(Lanes.FLOAT, x, q + x3).blend(0f, rest);
      c03 = Lanes.fma(u0, v, c03);
      c13 = Lanes.fma(u1, v, c13);
      c23 = Lanes.fma(u2, v, c23);
      c33 = Lanes.fma(u3, v, c33);
    }
    c00.intoArray(sums, 0);
    c01.intoArray(sums, LANES);
    c02.intoArray(sums, 2 * LANES);
    c03.intoArray(sums, 3 * LANES);
    c10.intoArray(sums, 4 * LANES);
    c11.intoArray(sums, 5 * LANES);
    c12.intoArray(sums, 6 * LANES);
    c13.intoArray(sums, 7 * LANES);
    c20.intoArray(sums, 8 * LANES);
    c21.intoArray(sums, 9 * LANES);
    c22.intoArray(sums, 10 * LANES);
    c23.intoArray(sums, 11 * LANES);
    c30.intoArray(sums, 12 * LANES);
    c31.intoArray(sums, 13 * LANES);
    c32.intoArray(sums, 14 * LANES);
    c33.intoArray(sums, 15 * LANES);
  }
}
