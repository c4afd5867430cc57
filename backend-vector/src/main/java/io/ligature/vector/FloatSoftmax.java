package io.ligature.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Softmax of FLOAT32 elements side by side, its logarithm, and their gradients.
final class FloatSoftmax {
  private static final int LANES = Lanes.FLOAT.length();

  private FloatSoftmax() {}

  /// {@return the largest of `n` elements, at least one}
  ///
  /// NaN in whole vectors is passed over: what is computed from it is NaN whatever is subtracted.
  static float largest(float[] x, int p, int n) {
    float largest = x[p];
    int i = 0;
    if (n >= 2 * LANES) {
      i = n / (2 * LANES) * (2 * LANES);
      largest = largestOfVectors(x, p, i);
    }
    for (; i < n; i++) {
      largest = Math.max(largest, x[p + i]);
    }
    return largest;
  }

  /// Comparing and choosing is quicker than the lane-wise maximum, which minds the sign of 0.
  private static float largestOfVectors(float[] x, int p, int n) {
    var a = FloatVector.broadcast(Lanes.FLOAT, Float.NEGATIVE_INFINITY);
    var b = FloatVector.broadcast(Lanes.FLOAT, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i += 2 * LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      var w = FloatVector.fromArray(Lanes.FLOAT, x, p + i + LANES);
      a = a.blend(v, v.compare(VectorOperators.GT, a));
      b = b.blend(w, w.compare(VectorOperators.GT, b));
    }
    return a.max(b).reduceLanes(VectorOperators.MAX);
  }

  /// Writes `e^(x - shift)`, none of them above 1, and returns their sum. What is left over after
  /// whole vectors goes through the same loop.
  ///
  /// The sum has a loop of its own: with it in this one, the compiler kept vectors in objects in
  /// one of five runs.
  static double exponentials(float[] x, int p, float shift, float[] y, int q, int n) {
    int whole = n - n % LANES;
    vectors(x, p, shift, y, q, whole);
    if (whole < n) {
      var rest = new float[LANES];
      System.arraycopy(x, p + whole, rest, 0, n - whole);
      vectors(rest, 0, shift, rest, 0, LANES);
      System.arraycopy(rest, 0, y, q + whole, n - whole);
    }
    return FloatSums.sum(y, q, n);
  }

  private static void vectors(float[] x, int p, float shift, float[] y, int q, int n) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i).sub(shift);
      if (FloatMath.isOrdinary(v)) {
        FloatMath.ordinaryExp(v).intoArray(y, q + i);
      } else {
        nearlyNothing(x, p + i, shift, y, q + i);
      }
    }
  }

  private static void nearlyNothing(float[] x, int p, float shift, float[] y, int q) {
    var v = FloatVector.fromArray(Lanes.FLOAT, x, p).sub(shift);
    FloatMath.expOfNegative(v).intoArray(y, q);
  }

  /// Writes y = e^(x - m) / sum of e^(x - m).
  static void softmax(float[] x, int p, float[] y, int q, int n) {
    scale(y, q, (float) (1 / exponentials(x, p, largest(x, p, n), y, q, n)), n);
  }

  private static void scale(float[] y, int q, float by, int n) {
    int whole = n - n % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(Lanes.FLOAT, y, q + i).mul(by).intoArray(y, q + i);
    }
    for (int i = whole; i < n; i++) {
      y[q + i] *= by;
    }
  }

  /// Writes y = x - m - log(sum of e^(x - m)).
  static void logSoftmax(float[] x, int p, float[] y, int q, int n) {
    float most = largest(x, p, n);
    float log = (float) Math.log(exponentials(x, p, most, y, q, n));
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
