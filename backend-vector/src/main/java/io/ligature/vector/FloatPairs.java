package io.ligature.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The largest of every two by two elements, and the gradient, a vector of windows at a time.
///
/// ```text
/// y[i, j] = max of x[2 i, 2 j], x[2 i, 2 j + 1], x[2 i + 1, 2 j], x[2 i + 1, 2 j + 1]
/// ```
///
/// Vectors at the end of a row reach into what comes next, which is written later; where nothing
/// comes, the last windows are done one by one.
///
/// @param height rows of a plane of x
/// @param width its columns
record FloatPairs(int height, int width) {
  private static final int LANES = Lanes.FLOAT.length();
  private static final FloatVector EVEN = FloatTranspose.indices(i -> 2 * i);
  private static final FloatVector ODD = FloatTranspose.indices(i -> 2 * i + 1);

  private int rows() {
    return height / 2;
  }

  private int columns() {
    return width / 2;
  }

  /// Planes `begin` to `end - 1`.
  void largest(float[] x, int p, float[] y, int q, int begin, int end) {
    int stop = q + end * rows() * columns();
    for (int row = begin * rows(); row < end * rows(); row++) {
      int a = p + row / rows() * height * width + row % rows() * 2 * width;
      int o = q + row * columns();
      int last = Math.min(stop - LANES - o, (x.length - a - width - 2 * LANES) / 2);
      int j = 0;
      for (; j < columns() && j <= last; j += LANES) {
        largest(x, a + 2 * j, y, o + j);
      }
      for (; j < columns(); j++) {
        int s = a + 2 * j;
        int t = s + width;
        y[o + j] = Math.max(Math.max(x[s], x[s + 1]), Math.max(x[t], x[t + 1]));
      }
    }
  }

  private void largest(float[] x, int a, float[] y, int o) {
    int b = a + width;
    var left = FloatVector.fromArray(Lanes.FLOAT, x, a);
    var right = FloatVector.fromArray(Lanes.FLOAT, x, a + LANES);
    left = left.max(FloatVector.fromArray(Lanes.FLOAT, x, b));
    right = right.max(FloatVector.fromArray(Lanes.FLOAT, x, b + LANES));
    EVEN.selectFrom(left, right).max(ODD.selectFrom(left, right)).intoArray(y, o);
  }

  /// Gives the gradient of every window to the first of its elements that is its largest, NaN being
  /// larger than any; planes `begin` to `end - 1` of dx, which are zero.
  void gradient(
      float[] x,
      int p,
      float[] y,
      int r,
      float[] g,
      int q,
      float[] dx,
      int at,
      int begin,
      int end) {
    int all = rows() * columns();
    int stop = at + end * height * width;
    for (int row = begin * rows(); row < end * rows(); row++) {
      int a = row / rows() * height * width + row % rows() * 2 * width;
      int o = row * columns();
      int room = Math.min(stop - at, x.length - p) - a - width - 2 * LANES;
      int last = Math.min(end * all - LANES - o, room < 0 ? -1 : room / 2);
      int j = 0;
      // a second vector that reached beyond its row would write over the first one's second row
      for (; j <= last && (j == 0 || j + LANES <= columns()); j += LANES) {
        gradient(x, p + a + 2 * j, y, r + o + j, g, q + o + j, columns() - j, dx, at + a + 2 * j);
      }
      for (; j < columns(); j++) {
        one(x, p + a + 2 * j, y[r + o + j], g[q + o + j], dx, at + a + 2 * j);
      }
    }
  }

  private void one(float[] x, int p, float largest, float g, float[] dx, int o) {
    for (int k = 0; k < 4; k++) {
      int step = k / 2 * width + k % 2;
      if (x[p + step] == largest || Float.isNaN(x[p + step])) {
        dx[o + step] = g;
        return;
      }
    }
  }

  /// @param n windows of the row; lanes behind it get no gradient
  private void gradient(
      float[] x, int p, float[] y, int r, float[] g, int q, int n, float[] dx, int o) {
    var largest = FloatVector.fromArray(Lanes.FLOAT, y, r);
    var behind = Lanes.FLOAT.indexInRange(0, n).not();
    var left = FloatVector.fromArray(Lanes.FLOAT, g, q).blend(0f, behind); // to be given away
    var zero = FloatVector.zero(Lanes.FLOAT);
    for (int row = 0; row < 2; row++) {
      var first = FloatVector.fromArray(Lanes.FLOAT, x, p + row * width);
      var second = FloatVector.fromArray(Lanes.FLOAT, x, p + row * width + LANES);
      var v = EVEN.selectFrom(first, second);
      var is = v.compare(VectorOperators.EQ, largest).or(v.test(VectorOperators.IS_NAN));
      var even = zero.blend(left, is);
      left = left.blend(zero, is);
      v = ODD.selectFrom(first, second);
      is = v.compare(VectorOperators.EQ, largest).or(v.test(VectorOperators.IS_NAN));
      var odd = zero.blend(left, is);
      left = left.blend(zero, is);
      FloatTranspose.LOW.selectFrom(even, odd).intoArray(dx, o + row * width);
      FloatTranspose.HIGH.selectFrom(even, odd).intoArray(dx, o + row * width + LANES);
    }
  }
}
