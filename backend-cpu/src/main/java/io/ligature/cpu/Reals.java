package io.ligature.cpu;

import io.ligature.op.Op;
import io.ligature.spi.Scalars;

/// The elementwise functions of real numbers, on the first `n` elements of an array, in place.
///
/// FLOAT32 comes here as double too: one rounding of a double result is as good as computing in
/// float, or better.
final class Reals {
  private Reals() {}

  static void apply(Op.Unary op, double[] x, int n) {
    switch (op) {
      case NEGATE -> {
        for (int i = 0; i < n; i++) {
          x[i] = -x[i];
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.abs(x[i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.signum(x[i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.max(x[i], 0);
        }
      }
      case FLOOR -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.floor(x[i]);
        }
      }
      case CEIL -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.ceil(x[i]);
        }
      }
      case ROUND -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.rint(x[i]);
        }
      }
      case TRUNC -> {
        for (int i = 0; i < n; i++) {
          x[i] = x[i] < 0 ? Math.ceil(x[i]) : Math.floor(x[i]);
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.sqrt(x[i]);
        }
      }
      case RSQRT -> {
        for (int i = 0; i < n; i++) {
          x[i] = 1 / Math.sqrt(x[i]);
        }
      }
      case EXP -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.exp(x[i]);
        }
      }
      case EXPM1 -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.expm1(x[i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.log(x[i]);
        }
      }
      case LOG1P -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.log1p(x[i]);
        }
      }
      case LOG2 -> {
        for (int i = 0; i < n; i++) {
          x[i] = Scalars.log2(x[i]);
        }
      }
      case LOG10 -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.log10(x[i]);
        }
      }
      case SIN -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.sin(x[i]);
        }
      }
      case COS -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.cos(x[i]);
        }
      }
      case TAN -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.tan(x[i]);
        }
      }
      case ASIN -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.asin(x[i]);
        }
      }
      case ACOS -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.acos(x[i]);
        }
      }
      case ATAN -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.atan(x[i]);
        }
      }
      case SINH -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.sinh(x[i]);
        }
      }
      case COSH -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.cosh(x[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.tanh(x[i]);
        }
      }
      case ASINH -> {
        for (int i = 0; i < n; i++) {
          x[i] = Scalars.asinh(x[i]);
        }
      }
      case ACOSH -> {
        for (int i = 0; i < n; i++) {
          x[i] = Scalars.acosh(x[i]);
        }
      }
      case ATANH -> {
        for (int i = 0; i < n; i++) {
          x[i] = Scalars.atanh(x[i]);
        }
      }
      case ERF -> {
        for (int i = 0; i < n; i++) {
          x[i] = Scalars.erf(x[i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          x[i] = Scalars.sigmoid(x[i]);
        }
      }
      case NOT -> throw new IllegalStateException("not of real numbers");
    }
  }

  /// Leaves the results in `a`.
  static void apply(Op.Binary op, double[] a, double[] b, int n) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          a[i] += b[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < n; i++) {
          a[i] -= b[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i++) {
          a[i] *= b[i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i++) {
          a[i] /= b[i];
        }
      }
      case FLOOR_DIVIDE -> {
        for (int i = 0; i < n; i++) {
          a[i] = Scalars.floorDivide(a[i], b[i]);
        }
      }
      case REMAINDER -> {
        for (int i = 0; i < n; i++) {
          a[i] = Scalars.remainder(a[i], b[i]);
        }
      }
      case ATAN2 -> {
        for (int i = 0; i < n; i++) {
          a[i] = Math.atan2(a[i], b[i]);
        }
      }
      case POW -> {
        for (int i = 0; i < n; i++) {
          a[i] = Math.pow(a[i], b[i]);
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < n; i++) {
          a[i] = Math.max(a[i], b[i]);
        }
      }
      case MINIMUM -> {
        for (int i = 0; i < n; i++) {
          a[i] = Math.min(a[i], b[i]);
        }
      }
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          throw new IllegalStateException(op.label() + " of real numbers");
    }
  }
}
