package io.ligature.spi;

import io.ligature.DType;
import io.ligature.op.Op;

/// What the elementwise operations mean, an element at a time: real numbers in double, whole
/// numbers and BOOL in long.
///
/// For kernels in plain Java, and for whoever wants to know what happens at an edge. A FLOAT32
/// comes as the double that it is, and the result is rounded once; an INT32 comes as a long, and of
/// the result the low bits count.
public final class Scalars {
  private static final double LN2 = Math.log(2);
  private static final double HUGE = 0x1p28; // x² + 1 is x² from here on

  private Scalars() {}

  /// {@return op(x), within 2 ulp}
  ///
  /// @throws IllegalStateException if it is no operation on real numbers
  public static double of(Op.Unary op, double x) {
    return switch (op) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
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
      case ASINH -> asinh(x);
      case ACOSH -> acosh(x);
      case ATANH -> atanh(x);
      case ERF -> Erf.erf(x);
      case SIGMOID -> sigmoid(x);
      case NOT -> throw new IllegalStateException("not of a real number");
    };
  }

  /// {@return op(a, b), within 2 ulp}
  ///
  /// @throws IllegalStateException if it is no operation on real numbers
  public static double of(Op.Binary op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case FLOOR_DIVIDE -> floorDivide(a, b);
      case REMAINDER -> remainder(a, b);
      case POW -> Math.pow(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case ATAN2 -> Math.atan2(a, b);
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          throw new IllegalStateException(op.label() + " of real numbers");
    };
  }

  /// {@return op(x)}
  ///
  /// @param dtype INT32, INT64 or BOOL
  /// @throws IllegalStateException if it is no operation on whole numbers
  public static long of(Op.Unary op, DType dtype, long x) {
    return switch (op) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Long.signum(x);
      case RELU -> Math.max(x, 0);
      case NOT -> dtype == DType.BOOL ? 1 - x : ~x;
      default -> throw new IllegalStateException(op.label() + " of a whole number");
    };
  }

  /// {@return op(a, b)}: a quotient by 0 is 0, and the remainder then a; shifts count modulo the
  /// width.
  ///
  /// @param dtype INT32, INT64 or BOOL
  /// @throws IllegalStateException if it is no operation on whole numbers
  public static long of(Op.Binary op, DType dtype, long a, long b) {
    boolean narrow = dtype == DType.INT32;
    long shift = b & (narrow ? 31 : 63);
    return switch (op) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case FLOOR_DIVIDE -> b == 0 ? 0 : Math.floorDiv(a, b);
      case REMAINDER -> b == 0 ? a : Math.floorMod(a, b);
      case POW -> pow(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case SHIFT_LEFT -> a << shift;
      case SHIFT_RIGHT -> a >> shift;
      case SHIFT_RIGHT_UNSIGNED -> (narrow ? a & 0xFFFFFFFFL : a) >>> shift;
      case DIVIDE, ATAN2 -> throw new IllegalStateException(op.label() + " of whole numbers");
    };
  }

  /// {@return 1 / (1 + e⁻ˣ)}, written so that e is never raised to a large number.
  public static double sigmoid(double x) {
    double small = Math.exp(-Math.abs(x));
    return (x < 0 ? small : 1) / (1 + small);
  }

  /// {@return the error function, 2 / √π ∫₀ˣ e^(-t²) dt}
  public static double erf(double x) {
    return Erf.erf(x);
  }

  /// {@return log₂ x}: e + log₂ m where x = 2ᵉ m, so that powers of 2 are exact.
  public static double log2(double x) {
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

  /// {@return log(x + √(x² + 1))}, exact near 0.
  public static double asinh(double x) {
    double a = Math.abs(x);
    double y = a > HUGE ? Math.log(a) + LN2 : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(y, x);
  }

  /// {@return log(x + √(x² - 1))}, exact near 1.
  public static double acosh(double x) {
    if (x < 1) {
      return Double.NaN; // far below, the root and x would cancel
    }
    double t = x - 1;
    return x > HUGE ? Math.log(x) + LN2 : Math.log1p(t + Math.sqrt(t * (t + 2)));
  }

  /// {@return ½ log((1 + x) / (1 - x))}, exact near 0.
  public static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
  }

  /// {@return a - b ⌊a / b⌋}, from the exact remainder of the division towards zero.
  public static double remainder(double a, double b) {
    double r = a % b;
    if (r == 0) {
      return Math.copySign(0, b);
    }
    return r < 0 != b < 0 ? r + b : r;
  }

  /// {@return ⌊a / b⌋ of the exact quotient}: a / b may round up to a whole number that it does not
  /// reach.
  public static double floorDivide(double a, double b) {
    double q = a / b;
    if (Double.isNaN(q) || Double.isInfinite(q) || Double.isInfinite(b)) {
      return Double.isInfinite(b) && q == 0 && a != 0 && a < 0 != b < 0 ? -1 : Math.floor(q);
    }
    double r = a % b;
    double towardsZero = (a - r) / b;
    double exact = r != 0 && r < 0 != b < 0 ? towardsZero - 1 : towardsZero;
    return exact == 0 ? Math.copySign(0, q) : Math.rint(exact);
  }

  /// {@return aᵇ modulo 2⁶⁴}, by squaring; a negative b truncates 1 / a⁻ᵇ.
  public static long pow(long a, long b) {
    if (b < 0) {
      return a == 1 ? 1 : a == -1 ? 1 - 2 * (b & 1) : 0;
    }
    long power = 1;
    for (long square = a; b != 0; b >>>= 1, square *= square) {
      if ((b & 1) != 0) {
        power *= square;
      }
    }
    return power;
  }
}
