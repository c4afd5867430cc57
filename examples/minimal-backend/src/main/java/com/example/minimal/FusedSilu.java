package com.example.minimal;

import io.ligature.op.FusedOp;
import io.ligature.spi.Scalars;
import io.ligature.spi.View;

/// The sigmoid linear unit and its gradient, each in one pass.
///
/// ```text
/// y = x s      dx = g s (1 + x (1 - s))      s = 1 / (1 + e⁻ˣ)
/// ```
final class FusedSilu {
  private FusedSilu() {}

  static void forward(FusedOp op, View[] in, View[] out) {
    var x = new Elements(in[0]);
    new Elements(out[0]).each(i -> x.real(i) * Scalars.sigmoid(x.real(i)));
  }

  /// Is given x, y and g.
  static void backward(FusedOp op, View[] in, View[] out) {
    var x = new Elements(in[0]);
    var g = new Elements(in[2]);
    new Elements(out[0]).each(i -> g.real(i) * slope(x.real(i), Scalars.sigmoid(x.real(i))));
  }

  private static double slope(double x, double s) {
    return s * (1 + x * (1 - s));
  }
}
