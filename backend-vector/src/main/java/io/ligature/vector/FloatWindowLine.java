package io.ligature.vector;

import jdk.incubator.vector.FloatVector;

/// [FloatWindowTile] for one output, such as each of a depthwise convolution has: one row of eight
/// vectors, whose loads are part of the products.
///
/// ```text
/// y[q] = b + sum over l of w[l] x[q + steps[l]]      q < 8 lanes
/// ```
final class FloatWindowLine {
  private static final int LANES = Lanes.FLOAT.length();

  /// How many places it computes.
  static final int WIDTH = 8 * LANES;

  private FloatWindowLine() {}

  /// @param a the weight, its elements four apart from `ap`
  static void run(
      int depth, float[] a, int ap, float[] x, int xp, int[] steps, float b, float[] y, int yp) {
    var c0 = FloatVector.zero(Lanes.FLOAT);
    var c1 = FloatVector.zero(Lanes.FLOAT);
    var c2 = FloatVector.zero(Lanes.FLOAT);
    var c3 = FloatVector.zero(Lanes.FLOAT);
    var c4 = FloatVector.zero(Lanes.FLOAT);
    var c5 = FloatVector.zero(Lanes.FLOAT);
    var c6 = FloatVector.zero(Lanes.FLOAT);
    var c7 = FloatVector.zero(Lanes.FLOAT);
    for (int l = 0; l < depth; l++) {
      int q = xp + steps[l];
      var w = FloatVector.broadcast(Lanes.FLOAT, a[ap + 4 * l]);
      c0 = Lanes.fma(w, FloatVector.fromArray(Lanes.FLOAT, x, q), c0);
      c1 = Lanes.fma(w, FloatVector.fromArray(Lanes.FLOAT, x, q + LANES), c1);
      c2 = Lanes.fma(w, FloatVector.fromArray(Lanes.FLOAT, x, q + 2 * LANES), c2);
      c3 = Lanes.fma(w, FloatVector.fromArray(Lanes.FLOAT, x, q + 3 * LANES), c3);
      c4 = Lanes.fma(w, FloatVector.fromArray(Lanes.FLOAT, x, q + 4 * LANES), c4);
      c5 = Lanes.fma(w, FloatVector.fromArray(Lanes.FLOAT, x, q + 5 * LANES), c5);
      c6 = Lanes.fma(w, FloatVector.fromArray(Lanes.FLOAT, x, q + 6 * LANES), c6);
      c7 = Lanes.fma(w, FloatVector.fromArray(Lanes.FLOAT, x, q + 7 * LANES), c7);
    }
    var bias = FloatVector.broadcast(Lanes.FLOAT, b);
    c0.add(bias).intoArray(y, yp);
    c1.add(bias).intoArray(y, yp + LANES);
    c2.add(bias).intoArray(y, yp + 2 * LANES);
    c3.add(bias).intoArray(y, yp + 3 * LANES);
    c4.add(bias).intoArray(y, yp + 4 * LANES);
    c5.add(bias).intoArray(y, yp + 5 * LANES);
    c6.add(bias).intoArray(y, yp + 6 * LANES);
    c7.add(bias).intoArray(y, yp + 7 * LANES);
  }
}
