package io.ligature.vector;

import io.ligature.op.Op;
import jdk.incubator.vector.FloatVector;

/// Functions of FLOAT32 elements side by side. What is left over after whole vectors runs under a
/// mask.
///
/// A loop for each, because the compiler keeps vectors in registers only where it sees the function
/// in the loop.
final class FloatUnary {
  private static final int LANES = Lanes.FLOAT.length();

  private FloatUnary() {}

  /// {@return whether the function is one of these}
  static boolean has(Op.Unary op) {
    return switch (op) {
      case NEGATE, ABS, RELU, SQRT, RSQRT, EXP, LOG, TANH, ERF, SIGMOID -> true;
      default -> false;
    };
  }

  /// Writes `f(x[p + i])` to `y[q + i]` for `i < n`; `y` may be `x` if `q` is `p`.
  static void run(Op.Unary op, float[] x, int p, float[] y, int q, int n) {
    switch (op) {
      case NEGATE -> negate(x, p, y, q, n);
      case ABS -> abs(x, p, y, q, n);
      case RELU -> relu(x, p, y, q, n);
      case SQRT -> sqrt(x, p, y, q, n);
      case RSQRT -> rsqrt(x, p, y, q, n);
      case EXP -> exp(x, p, y, q, n);
      case LOG -> log(x, p, y, q, n);
      case TANH -> tanh(x, p, y, q, n);
      case ERF -> erf(x, p, y, q, n);
      case SIGMOID -> sigmoid(x, p, y, q, n);
      default -> throw new IllegalStateException(op.label() + " in vectors");
    }
  }

  private static void negate(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      v.neg().intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      v.neg().intoArray(y, q + i, mask);
    }
  }

  private static void abs(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      v.abs().intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      v.abs().intoArray(y, q + i, mask);
    }
  }

  private static void relu(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.relu(v).intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      FloatMath.relu(v).intoArray(y, q + i, mask);
    }
  }

  private static void sqrt(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      v.sqrt().intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      v.sqrt().intoArray(y, q + i, mask);
    }
  }

  private static void rsqrt(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatVector.broadcast(Lanes.FLOAT, 1f).div(v.sqrt()).intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      FloatVector.broadcast(Lanes.FLOAT, 1f).div(v.sqrt()).intoArray(y, q + i, mask);
    }
  }

  private static void exp(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.exp(v).intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      FloatMath.exp(v).intoArray(y, q + i, mask);
    }
  }

  private static void log(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.log(v).intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      FloatMath.log(v).intoArray(y, q + i, mask);
    }
  }

  private static void tanh(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.tanh(v).intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      FloatMath.tanh(v).intoArray(y, q + i, mask);
    }
  }

  private static void erf(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.erf(v).intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      FloatMath.erf(v).intoArray(y, q + i, mask);
    }
  }

  private static void sigmoid(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.sigmoid(v).intoArray(y, q + i);
    }
    if (i < n) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      FloatMath.sigmoid(v).intoArray(y, q + i, mask);
    }
  }
}
