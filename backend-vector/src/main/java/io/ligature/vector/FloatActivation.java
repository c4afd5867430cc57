package io.ligature.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The smooth activations of FLOAT32 elements side by side, and their gradients. What is left over
/// after whole vectors runs under a mask.
final class FloatActivation {
  private static final int LANES = Lanes.FLOAT.length();
  private static final float ROOT_OF_HALF = 0.70710678f;
  private static final float DENSITY = 0.39894228f; // 1 / √(2π)
  private static final float CUBE = 0.044715f;
  private static final float INNER = 0.7978846f; // √(2/π)

  private FloatActivation() {}

  /// Writes x/2 (1 + erf(x / √2)).
  static void gelu(float[] x, int p, float[] y, int q, int n) {
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      var half = v.mul(0.5f);
      Lanes.fma(half, FloatMath.erf(v.mul(ROOT_OF_HALF)), half).intoArray(y, q + i, mask);
    }
  }

  /// Writes g (½ (1 + erf(x / √2)) + x e^(-x²/2) / √(2π)).
  static void geluGradient(float[] x, int p, float[] g, int s, float[] y, int q, int n) {
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      var d = FloatVector.fromArray(Lanes.FLOAT, g, s + i, mask);
      var below = FloatMath.erf(v.mul(ROOT_OF_HALF)).mul(0.5f).add(0.5f);
      var near = clamped(v, 16); // beyond, the density is 0
      var density = FloatMath.exp(near.mul(near).mul(-0.5f)).mul(DENSITY);
      d.mul(Lanes.fma(near, density, below)).intoArray(y, q + i, mask);
    }
  }

  /// Writes x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).
  static void geluByTanh(float[] x, int p, float[] y, int q, int n) {
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      var half = v.mul(0.5f);
      var cubic = v.mul(v).mul(v).mul(CUBE).add(v).mul(INNER);
      Lanes.fma(half, FloatMath.tanh(cubic), half).intoArray(y, q + i, mask);
    }
  }

  /// Writes g (½ (1 + t) + x/2 (1 - t²) √(2/π) (1 + 3 · 0.044715 x²)), where t is the tanh.
  static void geluByTanhGradient(float[] x, int p, float[] g, int s, float[] y, int q, int n) {
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      var d = FloatVector.fromArray(Lanes.FLOAT, g, s + i, mask);
      var near = clamped(v, 16); // beyond, the tanh is flat
      var square = near.mul(near);
      var t = FloatMath.tanh(square.mul(near).mul(CUBE).add(near).mul(INNER));
      var inner = square.mul(3 * CUBE).add(1).mul(INNER);
      var slope = near.mul(0.5f).mul(inner).mul(t.mul(t).neg().add(1));
      d.mul(t.mul(0.5f).add(0.5f).add(slope)).intoArray(y, q + i, mask);
    }
  }

  /// Writes x / (1 + e⁻ˣ).
  static void silu(float[] x, int p, float[] y, int q, int n) {
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      v.mul(FloatMath.sigmoid(v)).intoArray(y, q + i, mask);
    }
  }

  /// Writes g s (1 + x (1 - s)), where s is the sigmoid.
  static void siluGradient(float[] x, int p, float[] g, int s, float[] y, int q, int n) {
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = clamped(FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask), 128); // beyond, flat
      var d = FloatVector.fromArray(Lanes.FLOAT, g, s + i, mask);
      var sigmoid = FloatMath.sigmoid(v);
      var slope = Lanes.fma(v.mul(sigmoid.neg().add(1)), sigmoid, sigmoid);
      d.mul(slope).intoArray(y, q + i, mask);
    }
  }

  /// {@return the lanes between -most and most}, NaN for NaN
  private static FloatVector clamped(FloatVector x, float most) {
    var y = x.blend(most, x.compare(VectorOperators.GT, most));
    return y.blend(-most, y.compare(VectorOperators.LT, -most));
  }
}
