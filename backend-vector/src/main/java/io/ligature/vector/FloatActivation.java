package io.ligature.vector;

import io.ligature.op.FusedOp;
import io.ligature.op.Gelu;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The smooth activations of FLOAT32 elements side by side, and their gradients.
final class FloatActivation {
  private static final int LANES = Lanes.FLOAT.length();
  private static final float ROOT_OF_HALF = 0.70710678f;
  private static final float DENSITY = 0.39894228f; // 1 / √(2π)
  private static final float CUBE = 0.044715f;
  private static final float INNER = 0.7978846f; // √(2/π)

  private static final FloatLoop[] GELU = {FloatActivation::gelu};
  private static final FloatLoop[] GELU_BY_TANH = {FloatActivation::geluByTanh};
  private static final FloatLoop[] SILU = {FloatActivation::silu};
  private static final FloatLoop[] GELU_GRADIENT =
      Lanes.FMA
          ? new FloatLoop[] {
            FloatActivation::densityExponents, FloatUnary::powers, FloatActivation::geluGradient
          }
          : new FloatLoop[] { // a polynomial is twice as long
            FloatActivation::densityExponents,
            FloatUnary::powers,
            FloatActivation::geluSlope,
            FloatActivation::timesRoom
          };
  private static final FloatLoop[] GELU_BY_TANH_GRADIENT = {FloatActivation::geluByTanhGradient};
  private static final FloatLoop[] SILU_GRADIENT = {
    FloatActivation::sizes, FloatUnary::powers, FloatActivation::siluGradient
  };

  private FloatActivation() {}

  /// Writes `f(x[p + i])` to `y[q + i]` for `i < n`.
  static void run(FusedOp op, float[] x, int p, float[] y, int q, int n) {
    var loops =
        switch (op) {
          case Gelu gelu when gelu.approximate() -> GELU_BY_TANH;
          case Gelu _ -> GELU;
          default -> SILU;
        };
    FloatLoop.run(loops, x, p, x, p, y, q, n);
  }

  /// Writes `g[s + i] f'(x[p + i])` to `y[q + i]` for `i < n`.
  static void gradient(FusedOp op, float[] x, int p, float[] g, int s, float[] y, int q, int n) {
    var loops =
        switch (op) {
          case Gelu gelu when gelu.approximate() -> GELU_BY_TANH_GRADIENT;
          case Gelu _ -> GELU_GRADIENT;
          default -> SILU_GRADIENT;
        };
    FloatLoop.run(loops, x, p, g, s, y, q, n);
  }

  /// x/2 (1 + erf(x / √2))
  private static void gelu(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      var half = v.mul(0.5f);
      Lanes.fma(half, FloatMath.quickErf(v.mul(ROOT_OF_HALF)), half).intoArray(y, q + i);
    }
  }

  /// x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))
  private static void geluByTanh(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      var half = v.mul(0.5f);
      var inner = v.mul(v).mul(v).mul(CUBE).add(v).mul(INNER);
      Lanes.fma(half, FloatMath.quickTanh(inner), half).intoArray(y, q + i);
    }
  }

  /// x / (1 + e⁻ˣ)
  private static void silu(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      v.mul(FloatMath.sigmoid(v)).intoArray(y, q + i);
    }
  }

  /// -x²/2
  private static void densityExponents(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v =
          clamped(
              FloatVector.fromArray(Lanes.FLOAT, x, p + i), 13); // beyond, e to it is as good as 0
      v.mul(v).mul(-0.5f).intoArray(room, i);
    }
  }

  /// g (½ (1 + erf(x / √2)) + x e^(-x²/2) / √(2π)), where the power of e is in the room
  private static void geluGradient(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      var below = FloatMath.quickErf(v.mul(ROOT_OF_HALF)).mul(0.5f).add(0.5f);
      var density = FloatVector.fromArray(Lanes.FLOAT, room, i).mul(DENSITY);
      var slope = Lanes.fma(clamped(v, 13), density, below);
      FloatVector.fromArray(Lanes.FLOAT, g, s + i).mul(slope).intoArray(y, q + i);
    }
  }

  /// ½ (1 + erf(x / √2)) + x e^(-x²/2) / √(2π), where the power of e is in the room
  private static void geluSlope(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      var below = FloatMath.quickErf(v.mul(ROOT_OF_HALF)).mul(0.5f).add(0.5f);
      var density = FloatVector.fromArray(Lanes.FLOAT, room, i).mul(DENSITY);
      clamped(v, 13).mul(density).add(below).intoArray(room, i);
    }
  }

  private static void timesRoom(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var slope = FloatVector.fromArray(Lanes.FLOAT, room, i);
      FloatVector.fromArray(Lanes.FLOAT, g, s + i).mul(slope).intoArray(y, q + i);
    }
  }

  /// g (½ (1 + t) + x/2 (1 - t²) √(2/π) (1 + 3 · 0.044715 x²)), where t is the tanh
  private static void geluByTanhGradient(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = clamped(FloatVector.fromArray(Lanes.FLOAT, x, p + i), 16); // beyond, the tanh is flat
      var square = v.mul(v);
      var t = FloatMath.quickTanh(square.mul(v).mul(CUBE).add(v).mul(INNER));
      var inner = square.mul(3 * CUBE).add(1).mul(INNER);
      var slope = v.mul(0.5f).mul(inner).mul(t.mul(t).neg().add(1));
      FloatVector.fromArray(Lanes.FLOAT, g, s + i)
          .mul(t.mul(0.5f).add(0.5f).add(slope))
          .intoArray(y, q + i);
    }
  }

  /// -|x|
  private static void sizes(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.size(v, 87).neg().intoArray(room, i); // beyond, the slope is as good as flat
    }
  }

  /// g s (1 + x (1 - s)), where s is the sigmoid and e^-|x| in the room
  private static void siluGradient(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = clamped(FloatVector.fromArray(Lanes.FLOAT, x, p + i), 87);
      var f = FloatMath.sigmoid(v, FloatVector.fromArray(Lanes.FLOAT, room, i));
      var slope = Lanes.fma(v.mul(f.neg().add(1)), f, f);
      FloatVector.fromArray(Lanes.FLOAT, g, s + i).mul(slope).intoArray(y, q + i);
    }
  }

  /// {@return the lanes between -most and most}, NaN for NaN
  private static FloatVector clamped(FloatVector x, float most) {
    var y = x.blend(most, x.compare(VectorOperators.GT, most));
    return y.blend(-most, y.compare(VectorOperators.LT, -most));
  }
}
