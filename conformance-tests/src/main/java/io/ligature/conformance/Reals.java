package io.ligature.conformance;

import io.ligature.op.Op;
import java.math.BigDecimal;

/// The elementwise functions of real numbers: what is rounded once by IEEE 754 as Java has it, the
/// others to more digits than any backend.
final class Reals {
  private static final double EXACT = 0x1p53; // from here on every double is a whole number

  private Reals() {}

  static DoubleDouble of(Op.Unary op, double x) {
    return switch (op) {
      case NEGATE -> DoubleDouble.of(-x);
      case ABS -> DoubleDouble.of(Math.abs(x));
      case SIGN -> DoubleDouble.of(x > 0 ? 1 : x < 0 ? -1 : x); // NaN and both zeros stay
      case RELU -> DoubleDouble.of(x > 0 || Double.isNaN(x) ? x : 0);
      case FLOOR -> DoubleDouble.of(Math.floor(x));
      case CEIL -> DoubleDouble.of(Math.ceil(x));
      case ROUND -> DoubleDouble.of(Math.rint(x));
      case TRUNC -> DoubleDouble.of(Math.copySign(Math.floor(Math.abs(x)), x));
      case SQRT -> DoubleDouble.of(Math.sqrt(x));
      default -> {
        double y = special(op, x);
        yield isSpecial(x) || isSpecial(y) ? DoubleDouble.of(y) : Elementary.of(op, x);
      }
    };
  }

  private static boolean isSpecial(double x) {
    return x == 0 || !Double.isFinite(x);
  }

  /// Which results are 0, infinite or no number, and what becomes of such operands.
  private static double special(Op.Unary op, double x) {
    return switch (op) {
      case RSQRT -> 1 / Math.sqrt(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG, LOG2 -> Math.log(x);
      case LOG1P -> Math.log1p(x);
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
      case ASINH -> x;
      case ACOSH -> x < 1 ? Double.NaN : Math.log(x);
      case ATANH -> Math.abs(x) > 1 ? Double.NaN : Math.abs(x) == 1 ? x / 0 : x;
      case ERF -> Double.isInfinite(x) ? Math.signum(x) : x;
      case SIGMOID -> x < 0 ? Math.exp(x) : x == 0 ? 0.5 : 1 / (1 + Math.exp(-x));
      default -> throw new IllegalStateException(op.label() + " of real numbers");
    };
  }

  static DoubleDouble of(Op.Binary op, double a, double b) {
    double y = rounded(op, a, b);
    boolean special = isSpecial(a) || isSpecial(b) || isSpecial(y);
    return switch (op) {
      case POW -> {
        var power = special ? DoubleDouble.of(y) : Elementary.pow(Math.abs(a), b);
        yield !special && y < 0 ? power.negate() : power;
      }
      case ATAN2 -> special ? DoubleDouble.of(y) : Elementary.atan2(a, b);
      default -> DoubleDouble.of(y);
    };
  }

  private static double rounded(Op.Binary op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case FLOOR_DIVIDE -> floorDivide(a, b);
      case REMAINDER -> remainder(a, b);
      case POW -> Math.pow(a, b);
      case MAXIMUM -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : a >= b ? a : b;
      case MINIMUM -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : a <= b ? a : b;
      case ATAN2 -> Math.atan2(a, b);
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          throw new IllegalStateException(op.label() + " of real numbers");
    };
  }

  static boolean of(Op.Compare op, double a, double b) {
    return switch (op) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }

  /// ⌊a / b⌋ of the exact quotient where a double can tell it from its neighbours.
  private static double floorDivide(double a, double b) {
    double q = a / b;
    boolean exact = Double.isFinite(a) && Double.isFinite(b) && b != 0 && Math.abs(q) < EXACT;
    if (exact && Math.abs(q) >= 1) {
      var towardsZero = new BigDecimal(a).divideToIntegralValue(new BigDecimal(b));
      boolean whole = towardsZero.multiply(new BigDecimal(b)).compareTo(new BigDecimal(a)) == 0;
      return towardsZero.doubleValue() - (q < 0 && !whole ? 1 : 0);
    }
    if (a != 0 && Double.isFinite(a) && b != 0 && Math.abs(q) < 1) {
      return a < 0 == b < 0 ? 0 : -1; // q may have become 0 by underflow, or by an infinite b
    }
    return Math.floor(q);
  }

  /// a - b ⌊a / b⌋, exactly, rounded once; 0 has the sign of b.
  private static double remainder(double a, double b) {
    if (!Double.isFinite(a) || !Double.isFinite(b) || b == 0) {
      boolean opposite = a < 0 ? b > 0 : a > 0 && b < 0;
      return Double.isInfinite(b) && Double.isFinite(a)
          ? (opposite ? b : Math.copySign(a, b))
          : Double.NaN;
    }
    double r = a % b; // exact, with the sign of a
    if (r != 0 && r < 0 != b < 0) {
      return new BigDecimal(r).add(new BigDecimal(b)).doubleValue();
    }
    return r == 0 ? Math.copySign(0.0, b) : r;
  }
}
