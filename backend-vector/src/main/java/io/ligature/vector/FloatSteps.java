package io.ligature.vector;

import io.ligature.op.AdamStep;
import io.ligature.op.SgdStep;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Steps of optimizers for FLOAT32 elements side by side, in place.
///
/// Every product and sum is rounded by itself, as in the decomposition: what is bound by memory
/// gains nothing from fused ones. What is left over after whole vectors runs under a mask.
final class FloatSteps {
  private static final int LANES = Lanes.FLOAT.length();

  private FloatSteps() {}

  /// Writes p = p - rate g.
  static void descend(float rate, float[] p, int pi, float[] g, int gi, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var d = FloatVector.fromArray(Lanes.FLOAT, g, gi + i).mul(rate);
      FloatVector.fromArray(Lanes.FLOAT, p, pi + i).sub(d).intoArray(p, pi + i);
    }
    for (; i < n; i++) {
      p[pi + i] -= g[gi + i] * rate;
    }
  }

  /// Writes p = p - rate (g + decay p).
  static void descend(SgdStep op, float[] p, int pi, float[] g, int gi, int n) {
    float sign = op.maximize() ? -1 : 1;
    float decay = (float) op.decay();
    float rate = (float) op.rate();
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var x = FloatVector.fromArray(Lanes.FLOAT, p, pi + i, mask);
      var d = FloatVector.fromArray(Lanes.FLOAT, g, gi + i, mask).mul(sign).add(x.mul(decay));
      x.sub(d.mul(rate)).intoArray(p, pi + i, mask);
    }
  }

  /// The same with momentum; b is 0 before the first step.
  static void roll(SgdStep op, float[] p, int pi, float[] g, int gi, float[] b, int bi, int n) {
    float sign = op.maximize() ? -1 : 1;
    float decay = (float) op.decay();
    float rate = (float) op.rate();
    float momentum = (float) op.momentum();
    float share = op.first() ? 1 : (float) (1 - op.dampening());
    boolean decays = decay != 0;
    boolean nesterov = op.nesterov();
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var x = FloatVector.fromArray(Lanes.FLOAT, p, pi + i, mask);
      var d = FloatVector.fromArray(Lanes.FLOAT, g, gi + i, mask).mul(sign);
      if (decays) {
        d = d.add(x.mul(decay));
      }
      var v = FloatVector.fromArray(Lanes.FLOAT, b, bi + i, mask).mul(momentum).add(d.mul(share));
      v.intoArray(b, bi + i, mask);
      if (nesterov) {
        v = d.add(v.mul(momentum));
      }
      x.sub(v.mul(rate)).intoArray(p, pi + i, mask);
    }
  }

  /// Steps p, m and v, and with amsgrad h; without, h is v.
  static void adam(
      AdamStep op,
      float[] p,
      int pi,
      float[] g,
      int gi,
      float[] m,
      int mi,
      float[] v,
      int vi,
      float[] h,
      int hi,
      int n) {
    float sign = op.maximize() ? -1 : 1;
    float keep = op.decoupled() ? (float) (1 - op.rate() * op.decay()) : 1;
    float decay = op.decoupled() ? 0 : (float) op.decay();
    boolean decays = decay != 0;
    float beta2 = (float) op.beta2();
    float share1 = (float) (1 - op.beta1());
    float share2 = (float) (1 - op.beta2());
    float root = (float) op.rootCorrection();
    float epsilon = (float) op.epsilon();
    float rate = (float) op.correctedRate();
    boolean amsgrad = op.amsgrad();
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var x = FloatVector.fromArray(Lanes.FLOAT, p, pi + i, mask);
      var d = FloatVector.fromArray(Lanes.FLOAT, g, gi + i, mask).mul(sign);
      if (decays) {
        d = d.add(x.mul(decay));
      }
      var mean = FloatVector.fromArray(Lanes.FLOAT, m, mi + i, mask);
      mean = mean.add(d.sub(mean).mul(share1));
      mean.intoArray(m, mi + i, mask);
      var square = FloatVector.fromArray(Lanes.FLOAT, v, vi + i, mask);
      square = square.mul(beta2).add(d.mul(d).mul(share2));
      square.intoArray(v, vi + i, mask);
      if (amsgrad) {
        var most = FloatVector.fromArray(Lanes.FLOAT, h, hi + i, mask);
        square = most.max(square);
        square.intoArray(h, hi + i, mask);
      }
      var divisor = square.lanewise(VectorOperators.SQRT).div(root).add(epsilon);
      x.mul(keep).sub(mean.div(divisor).mul(rate)).intoArray(p, pi + i, mask);
    }
  }
}
