package io.ligature.vector;

import io.ligature.op.Linear;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Gradients through the activation of an affine map, by its result.
///
/// ```text
/// h = g f'(y)
/// ```
final class FloatSlope {
  private static final int LANES = Lanes.FLOAT.length();

  private FloatSlope() {}

  static void run(
      Linear.Activation f, float[] y, int p, float[] g, int q, float[] h, int o, int n) {
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, y, p + i, mask);
      var d = FloatVector.fromArray(Lanes.FLOAT, g, q + i, mask);
      var slope =
          switch (f) {
            case NONE -> d;
            case RELU -> d.blend(0f, v.compare(VectorOperators.LE, 0f));
            case SIGMOID -> d.mul(v.sub(v.mul(v)));
            case TANH -> d.sub(d.mul(v.mul(v)));
          };
      slope.intoArray(h, o + i, mask);
    }
  }
}
