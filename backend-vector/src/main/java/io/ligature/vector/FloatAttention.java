package io.ligature.vector;

import jdk.incubator.vector.FloatVector;

/// What attention does with a row of scores between its products.
final class FloatAttention {
  private static final int LANES = Lanes.FLOAT.length();

  private FloatAttention() {}

  /// Writes x = scale x.
  static void scale(float[] x, int p, float scale, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(Lanes.FLOAT, x, p + i).mul(scale).intoArray(x, p + i);
    }
    for (; i < n; i++) {
      x[p + i] *= scale;
    }
  }

  /// Writes -∞ where the mask is true.
  static void hide(float[] x, int p, byte[] mask, int at, int step, int n) {
    for (int i = 0; i < n; i++) {
      if (mask[at + i * step] != 0) {
        x[p + i] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /// Adds the mask; where it is -∞, so is the sum, whatever the score.
  static void add(float[] x, int p, float[] mask, int at, int step, int n) {
    for (int i = 0; i < n; i++) {
      float m = mask[at + i * step];
      x[p + i] = m == Float.NEGATIVE_INFINITY ? m : x[p + i] + m;
    }
  }

  /// Writes ds = w (dw - along), where `dw` is written over.
  static void slope(float[] w, int p, float along, float[] dw, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var d = FloatVector.fromArray(Lanes.FLOAT, dw, q + i).sub(along);
      FloatVector.fromArray(Lanes.FLOAT, w, p + i).mul(d).intoArray(dw, q + i);
    }
    for (; i < n; i++) {
      dw[q + i] = w[p + i] * (dw[q + i] - along);
    }
  }
}
