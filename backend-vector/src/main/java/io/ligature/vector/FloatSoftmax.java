package io.ligature.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Softmax of FLOAT32 elements side by side, its logarithm, and their gradients.
final class FloatSoftmax {
  private static final int LANES = Lanes.FLOAT.length();

  private FloatSoftmax() {}

  /// {@return the largest of `n` elements, at least one; NaN if any is}
  static float largest(float[] x, int p, int n) {
    float largest = x[p];
    int i = 0;
    if (n >= LANES) {
      var most = FloatVector.fromArray(Lanes.FLOAT, x, p);
      for (i = LANES; i <= n - LANES; i += LANES) {
        most = most.max(FloatVector.fromArray(Lanes.FLOAT, x, p + i));
      }
      largest = most.reduceLanes(VectorOperators.MAX); // of any order the same
    }
    for (; i < n; i++) {
      largest = Math.max(largest, x[p + i]);
    }
    return largest;
  }

  /// Writes `e^(x - shift)`. What is left over after whole vectors goes through the same loop.
  static void exponentials(float[] x, int p, float shift, float[] y, int q, int n) {
    int whole = n - n % LANES;
    vectors(x, p, shift, y, q, whole);
    if (whole < n) {
      var rest = new float[LANES];
      System.arraycopy(x, p + whole, rest, 0, n - whole);
      vectors(rest, 0, shift, rest, 0, LANES);
      System.arraycopy(rest, 0, y, q + whole, n - whole);
    }
  }

  private static void vectors(float[] x, int p, float shift, float[] y, int q, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatMath.exp(FloatVector.fromArray(Lanes.FLOAT, x, p + i).sub(shift)).intoArray(y, q + i);
    }
  }

  /// Writes y = e^(x - m) / sum of e^(x - m).
  static void softmax(float[] x, int p, float[] y, int q, int n) {
    exponentials(x, p, largest(x, p, n), y, q, n);
    float scale = (float) (1 / FloatSums.sum(y, q, n));
    for (int i = 0; i < n; i++) {
      y[q + i] *= scale;
    }
  }

  /// Writes y = x - m - log(sum of e^(x - m)).
  static void logSoftmax(float[] x, int p, float[] y, int q, int n) {
    float most = largest(x, p, n);
    exponentials(x, p, most, y, q, n);
    float log = (float) Math.log(FloatSums.sum(y, q, n));
    for (int i = 0; i < n; i++) {
      y[q + i] = x[p + i] - most - log;
    }
  }

  /// Writes dx = y (g - sum of g y).
  static void softmaxGradient(float[] y, int p, float[] g, int q, float[] dx, int o, int n) {
    float along = (float) FloatSums.products(y, p, g, q, n);
    for (int i = 0; i < n; i++) {
      dx[o + i] = y[p + i] * (g[q + i] - along);
    }
  }

  /// Writes dx = g - eʸ sum of g.
  static void logSoftmaxGradient(float[] y, int p, float[] g, int q, float[] dx, int o, int n) {
    exponentials(y, p, 0, dx, o, n);
    float sum = (float) FloatSums.sum(g, q, n);
    for (int i = 0; i < n; i++) {
      dx[o + i] = g[q + i] - dx[o + i] * sum;
    }
  }
}
