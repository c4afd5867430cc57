package io.ligature.cpu;

import io.ligature.op.Op;

/// The elementwise functions of real numbers, on the first `n` elements of an array, in place.
///
/// FLOAT32 comes here as double too: one rounding of a double result is as good as computing in
/// float, or better.
final class Reals {
  private static final double LN2 = Math.log(2);
  private static final double HUGE = 0x1p28; // x² + 1 is x² from here on

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
          x[i] = log2(x[i]);
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
          x[i] = asinh(x[i]);
        }
      }
      case ACOSH -> {
        for (int i = 0; i < n; i++) {
          x[i] = acosh(x[i]);
        }
      }
      case ATANH -> {
        for (int i = 0; i < n; i++) {
          x[i] = atanh(x[i]);
        }
      }
      case ERF -> {
        for (int i = 0; i < n; i++) {
          x[i] = Erf.erf(x[i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          x[i] = sigmoid(x[i]);
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
          a[i] = floorDivide(a[i], b[i]);
        }
      }
      case REMAINDER -> {
        for (int i = 0; i < n; i++) {
          a[i] = remainder(a[i], b[i]);
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

  /// 1 / (1 + e⁻ˣ), written so that e is never raised to a large number.
  static double sigmoid(double x) {
    double small = Math.exp(-Math.abs(x));
    return (x < 0 ? small : 1) / (1 + small);
  }

  /// e + log₂ m where x = 2ᵉ m, so that powers of 2 are exact.
  static double log2(double x) {
    if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
      return Math.log(x);
    }
    int e = Math.getExponent(x < Double.MIN_NORMAL ? x * 0x1p54 : x);
    if (x < Double.MIN_NORMAL) {
      e -= 54;
    }
    double m = Math.scalb(x, -e);
    if (m > Math.sqrt(2)) { // around 1, so that nothing cancels just below a power of 2
      m /= 2;
      e++;
    }
    return e + Math.log(m) / LN2;
  }

  /// log(x + √(x² + 1)), exact near 0.
  static double asinh(double x) {
    double a = Math.abs(x);
    double y = a > HUGE ? Math.log(a) + LN2 : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(y, x);
  }

  /// log(x + √(x² - 1)), exact near 1.
  static double acosh(double x) {
    if (x < 1) {
      return Double.NaN; // far below, the root and x would cancel
    }
    double t = x - 1;
    return x > HUGE ? Math.log(x) + LN2 : Math.log1p(t + Math.sqrt(t * (t + 2)));
  }

  /// ½ log((1 + x) / (1 - x)), exact near 0.
  static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
  }

  /// a - b ⌊a / b⌋ from the exact remainder of the division towards zero.
  static double remainder(double a, double b) {
    double r = a % b;
    if (r == 0) {
      return Math.copySign(0, b);
    }
    return r < 0 != b < 0 ? r + b : r;
  }

  /// ⌊a / b⌋ of the exact quotient: a / b may round up to a whole number that it does not reach.
  static double floorDivide(double a, double b) {
    double q = a / b;
    if (Double.isNaN(q) || Double.isInfinite(q) || Double.isInfinite(b)) {
      return Double.isInfinite(b) && q == 0 && a != 0 && a < 0 != b < 0 ? -1 : Math.floor(q);
    }
    double r = a % b;
    double towardsZero = (a - r) / b;
    double exact = r != 0 && r < 0 != b < 0 ? towardsZero - 1 : towardsZero;
    return exact == 0 ? Math.copySign(0, q) : Math.rint(exact);
  }
}
