package com.example.minimal;

import io.ligature.DType;
import io.ligature.op.Op;

/// The functions of one and of two elements, in double or in long.
final class Functions {
  private Functions() {}

  static double of(Op.Unary op, double x) {
    double a = Math.abs(x);
    return switch (op) {
      case NEGATE -> -x;
      case ABS -> a;
      case SIGN -> Math.signum(x);
      case RELU -> Math.max(x, 0);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case TRUNC -> x < 0 ? Math.ceil(x) : Math.floor(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case LOG2 -> Math.log(x) / Math.log(2);
      case LOG10 -> Math.log10(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.tan(x);
      case ASIN -> Math.asin(x);
      case ACOS -> Math.acos(x);
      case ATAN -> Math.atan(x);
      case SINH -> Math.sinh(x);
      case COSH -> Math.cosh(x);
      case TANH -> Math.tanh(x);
      case ASINH -> Math.copySign(log(a, a + a * a / (1 + Math.hypot(a, 1))), x);
      case ACOSH -> x < 1 ? Double.NaN : log(x, x - 1 + Math.sqrt((x - 1) * (x + 1)));
      case ATANH -> Math.copySign(Math.log1p(2 * a / (1 - a)) / 2, x);
      case ERF -> Math.copySign(erf(a), x);
      case SIGMOID -> sigmoid(x);
      case NOT -> throw new IllegalStateException("not of a real number");
    };
  }

  static double sigmoid(double x) {
    return Math.exp(Math.min(x, 0)) / (1 + Math.exp(-Math.abs(x)));
  }

  /// log(1 + y), which is log(2 x) where x is huge.
  private static double log(double x, double y) {
    return x > 1e9 ? Math.log(x) + Math.log(2) : Math.log1p(y);
  }

  /// By the series 7.1.5 of Abramowitz and Stegun (1964) near 0, else by the fraction 7.1.14.
  private static double erf(double x) {
    double series = 0;
    double fraction = x;
    for (int n = 120; n > 0; n--) {
      series = 1.0 / (2 * n - 1) - x * x / n * series;
      fraction = x + n / 2.0 / fraction;
    }
    double root = Math.sqrt(Math.PI);
    return x < 1.3 ? 2 / root * x * series : 1 - Math.exp(-x * x) / root / fraction;
  }

  static double of(Op.Binary op, double a, double b) {
    double q = a / b;
    double r = a % b;
    boolean down = r != 0 && r < 0 != b < 0; // % rounds the quotient towards 0
    double floor = Math.rint((a - r) / b) - (down ? 1 : 0); // q may have been rounded up to it
    return switch (op) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> q;
      case FLOOR_DIVIDE -> !Double.isFinite(q) ? q : floor == 0 ? Math.copySign(0, q) : floor;
      case REMAINDER -> r == 0 ? Math.copySign(0, b) : down ? r + b : r;
      case POW -> Math.pow(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case ATAN2 -> Math.atan2(a, b);
      default -> throw new IllegalStateException(op + " of real numbers");
    };
  }

  static long of(Op.Unary op, DType dtype, long x) {
    return switch (op) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Long.signum(x);
      case RELU -> Math.max(x, 0);
      case NOT -> dtype == DType.BOOL ? 1 - x : ~x;
      default -> throw new IllegalStateException(op + " of a whole number");
    };
  }

  static long of(Op.Binary op, DType dtype, long a, long b) {
    long shift = b & (dtype == DType.INT32 ? 31 : 63);
    return switch (op) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case FLOOR_DIVIDE -> b == 0 ? 0 : Math.floorDiv(a, b);
      case REMAINDER -> b == 0 ? a : Math.floorMod(a, b);
      case POW -> power(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case SHIFT_LEFT -> a << shift;
      case SHIFT_RIGHT -> a >> shift;
      case SHIFT_RIGHT_UNSIGNED -> (dtype == DType.INT32 ? a & 0xFFFFFFFFL : a) >>> shift;
      default -> throw new IllegalStateException(op + " of whole numbers");
    };
  }

  private static long power(long a, long b) {
    if (b < 0) {
      return Math.abs(a) == 1 ? power(a, b & 1) : 0;
    }
    return b == 0 ? 1 : (b % 2 == 0 ? 1 : a) * power(a * a, b / 2);
  }
}
