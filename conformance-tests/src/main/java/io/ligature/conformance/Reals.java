package io.ligature.conformance;

import io.ligature.op.Op;
import java.math.BigDecimal;

/// The elementwise functions of real numbers, by their formulas.
final class Reals {
  private static final double LN2 = Math.log(2);
  private static final double EXACT = 0x1p53; // from here on every double is a whole number

  private Reals() {}

  static double of(Op.Unary op, double x) {
    return switch (op) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> x > 0 ? 1 : x < 0 ? -1 : x; // NaN and both zeros stay
      case RELU -> x > 0 || Double.isNaN(x) ? x : 0;
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case TRUNC -> Math.copySign(Math.floor(Math.abs(x)), x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case LOG2 -> log2(x);
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
      case ASINH -> Math.copySign(arsinh(Math.abs(x)), x);
      case ACOSH ->
          x < 1
              ? Double.NaN
              : x > EXACT ? Math.log(x) + LN2 : Math.log1p(x - 1 + Math.sqrt((x - 1) * (x + 1)));
      case ATANH -> Math.copySign(0.5 * Math.log1p(2 * Math.abs(x) / (1 - Math.abs(x))), x);
      case ERF -> Math.copySign(erf(Math.abs(x)), x);
      case SIGMOID -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
      case NOT -> throw new IllegalStateException(op.label() + " of real numbers");
    };
  }

  static double of(Op.Binary op, double a, double b) {
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

  /// e + log₂ m where x = 2ᵉ m.
  private static double log2(double x) {
    int e = Math.getExponent(x);
    boolean near = x > 0.7 && x < 1.5; // no cancelling around 1
    boolean whole = x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE && !near;
    return whole ? e + Math.log(x / Math.scalb(1.0, e)) / LN2 : Math.log(x) / LN2;
  }

  /// log(x + √(x² + 1)), with log1p so that nothing cancels near 0.
  private static double arsinh(double x) {
    return x > EXACT ? Math.log(x) + LN2 : Math.log1p(x + x * (x / (1 + Math.hypot(x, 1))));
  }

  /// The series of positive terms while it is short, beyond it the continued fraction of erfc.
  ///
  /// ```text
  /// erf x  = 2/√π e^(-x²) sum over n of 2ⁿ x²ⁿ⁺¹ / (1·3·5···(2n + 1))
  /// erfc x = e^(-x²)/√π 1/(x + ½/(x + 1/(x + 3/2/(x + 2/(x + ...)))))
  /// ```
  ///
  /// @see <a href="https://dlmf.nist.gov/7">NIST Digital Library of Mathematical Functions, 7.6.2
  ///   and 7.9.1</a>
  private static double erf(double x) {
    if (Double.isNaN(x) || x > 7) {
      return Double.isNaN(x) ? x : 1;
    }
    double gauss = Math.exp(-high(x) * high(x)) * Math.exp(-(x - high(x)) * (x + high(x)));
    if (x > 1.5) {
      double fraction = x;
      for (int k = 200; k > 0; k--) {
        fraction = x + k / 2.0 / fraction;
      }
      return 1 - gauss / Math.sqrt(Math.PI) / fraction;
    }
    double sum = 0;
    double term = x;
    for (int n = 0; n < 200 && term > 0; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 3);
    }
    return 2 / Math.sqrt(Math.PI) * gauss * sum;
  }

  /// {@return a neighbour whose square is exact, so that e^(-x²) does not suffer from the rounding
  /// of x²}
  private static double high(double x) {
    return (float) x;
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
