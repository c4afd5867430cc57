package io.ligature.vector;

import io.ligature.op.Linear.Activation;
import io.ligature.op.Op;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// What happens to rows of a product while they are in the cache.
///
/// ```text
/// c[i, j] = f(c[i, j] + b[j])
/// ```
///
/// @param bias `b`, or null for none
/// @param at where `b` begins
/// @param activation `f`
@SuppressWarnings("ArrayRecordComponent") // it is never compared
record FloatEpilogue(float @Nullable [] bias, int at, Activation activation) {
  private static final int LANES = Lanes.FLOAT.length();

  /// Applies it to `rows` rows `width` apart, of `n` columns each, the first being column `column`.
  void apply(float[] c, int p, int rows, int n, int width, int column) {
    for (int i = 0; i < rows; i++) {
      int at = p + i * width;
      if (bias != null) {
        if (activation == Activation.RELU) {
          addAndCut(bias, this.at + column, c, at, n);
          continue;
        }
        add(bias, this.at + column, c, at, n);
      }
      switch (activation) {
        case NONE -> {}
        case RELU -> FloatUnary.run(Op.Unary.RELU, c, at, c, at, n);
        case SIGMOID -> FloatUnary.run(Op.Unary.SIGMOID, c, at, c, at, n);
        case TANH -> FloatUnary.run(Op.Unary.TANH, c, at, c, at, n);
      }
    }
  }

  private static void add(float[] b, int q, float[] c, int p, int n) {
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, c, p + j);
      v.add(FloatVector.fromArray(Lanes.FLOAT, b, q + j)).intoArray(c, p + j);
    }
    for (; j < n; j++) {
      c[p + j] += b[q + j];
    }
  }

  private static void addAndCut(float[] b, int q, float[] c, int p, int n) {
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, c, p + j);
      FloatMath.relu(v.add(FloatVector.fromArray(Lanes.FLOAT, b, q + j))).intoArray(c, p + j);
    }
    for (; j < n; j++) {
      c[p + j] = Math.max(c[p + j] + b[q + j], 0);
    }
  }
}
