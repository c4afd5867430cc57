package io.ligature.conformance;

import io.ligature.op.Op;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.UnaryOperator;

/// The elementary functions to about 30 digits, by series and by corrections of a first guess: a
/// second opinion on any mathematical library, that of Java included.
///
/// Arguments and results are finite and not 0; [Reals] deals with the others.
final class Elementary {
  /// log 2.
  static final DoubleDouble LN2 = new DoubleDouble(0.6931471805599453, 2.3190468138462996e-17);

  /// π.
  static final DoubleDouble PI = new DoubleDouble(Math.PI, 1.2246467991473532e-16);

  private static final DoubleDouble LN10 = log(DoubleDouble.of(10));
  private static final DoubleDouble ROOT_PI = PI.sqrt();
  private static final double TINY = 0x1p-40; // squares below it are lost on a double
  private static final double HUGE = 0x1p60; // x² + 1 is x² from here on
  private static final double BEYOND = 1000; // whose exponential no double is
  private static final double FAR = 40; // e^-2x is lost on 1 from here on

  private Elementary() {}

  static DoubleDouble of(Op.Unary op, double x) {
    double square = square(op);
    double cube = cube(op);
    if (Math.abs(x) < TINY && cube != 0) {
      return DoubleDouble.sum(x, x * x * (square + cube * x));
    }
    return switch (op) {
      case RSQRT -> rsqrt(x);
      case EXP -> exp(DoubleDouble.of(x), 0);
      case EXPM1 -> expm1(DoubleDouble.of(x));
      case LOG -> log(DoubleDouble.of(x));
      case LOG1P -> log1p(DoubleDouble.of(x));
      case LOG2 -> log(DoubleDouble.of(x)).div(LN2);
      case LOG10 -> log(DoubleDouble.of(x)).div(LN10);
      case SIN -> sine(x, 0);
      case COS -> sine(x, 1);
      case TAN -> sine(x, 0).div(sine(x, 1));
      case ASIN -> angle(DoubleDouble.of(x), leg(x));
      case ACOS -> angle(leg(x), DoubleDouble.of(x));
      case ATAN -> atan2(x, 1);
      case SINH -> odd(x, Elementary::sinh);
      case COSH -> cosh(DoubleDouble.of(Math.abs(x)));
      case TANH -> odd(x, Elementary::tanh);
      case ASINH -> odd(x, Elementary::asinh);
      case ACOSH -> acosh(x);
      case ATANH -> odd(x, a -> log1p(a.scale(1).div(a.negate().plus(1))).scale(-1));
      case ERF -> odd(x, Elementary::erf);
      case SIGMOID -> sigmoid(x);
      case NEGATE, ABS, SIGN, RELU, NOT, FLOOR, CEIL, ROUND, TRUNC, SQRT ->
          throw new IllegalStateException(op.label() + " is rounded once");
    };
  }

  /// {@return the factor of x² in the series about 0 of a function that is x there}
  private static double square(Op.Unary op) {
    return op == Op.Unary.EXPM1 ? 1 / 2.0 : op == Op.Unary.LOG1P ? -1 / 2.0 : 0;
  }

  /// {@return the factor of x³ in the series about 0 of a function that is x there, else 0}
  private static double cube(Op.Unary op) {
    return switch (op) {
      case EXPM1, SINH, ASIN -> 1 / 6.0;
      case SIN, ASINH -> -1 / 6.0;
      case LOG1P, TAN, ATANH -> 1 / 3.0;
      case ATAN, TANH -> -1 / 3.0;
      default -> 0;
    };
  }

  private static DoubleDouble odd(double x, UnaryOperator<DoubleDouble> f) {
    var y = f.apply(DoubleDouble.of(Math.abs(x)));
    return x < 0 ? y.negate() : y;
  }

  private static DoubleDouble rsqrt(double x) {
    int half = Math.getExponent(x) / 2;
    return DoubleDouble.of(1).div(DoubleDouble.of(x).scale(-2 * half).sqrt()).scale(-half);
  }

  // ---- exponentials

  /// {@return e to the x, times 2 to the `exponent`}
  static DoubleDouble exp(DoubleDouble x, int exponent) {
    if (Math.abs(x.high()) > BEYOND) {
      return DoubleDouble.of(x.high() > 0 ? Double.POSITIVE_INFINITY : 0);
    }
    int k = (int) Math.rint(x.high() / LN2.high());
    return series(x.minus(LN2.times(k))).plus(1).scale(k + exponent);
  }

  private static DoubleDouble expm1(DoubleDouble x) {
    boolean small = Math.abs(x.high()) < 0.3;
    return small ? series(x) : exp(x, 0).plus(-1);
  }

  /// eˣ - 1 of a small x: the series of x/2⁸, and then eight squares.
  private static DoubleDouble series(DoubleDouble x) {
    var small = x.scale(-8);
    var sum = DoubleDouble.of(1);
    for (int n = 10; n > 1; n--) {
      sum = sum.times(small).div(n).plus(1);
    }
    var e = sum.times(small);
    for (int i = 0; i < 8; i++) {
      e = e.times(e.plus(2)); // (1 + e)² - 1
    }
    return e;
  }

  private static DoubleDouble sinh(DoubleDouble x) {
    if (x.high() > FAR) {
      return exp(x, -1);
    }
    var e = expm1(x);
    return e.plus(e.div(e.plus(1))).scale(-1);
  }

  private static DoubleDouble cosh(DoubleDouble x) {
    return x.high() > FAR ? exp(x, -1) : exp(x, -1).plus(exp(x.negate(), -1));
  }

  private static DoubleDouble tanh(DoubleDouble x) {
    if (x.high() > FAR) {
      return DoubleDouble.of(1);
    }
    var e = expm1(x.scale(1));
    return e.div(e.plus(2));
  }

  private static DoubleDouble sigmoid(double x) {
    var e = exp(DoubleDouble.of(-Math.abs(x)), 0);
    return (x < 0 ? e : DoubleDouble.of(1)).div(e.plus(1));
  }

  // ---- logarithms

  static DoubleDouble log(DoubleDouble x) {
    boolean subnormal = x.high() < Double.MIN_NORMAL;
    var normal = subnormal ? x.scale(64) : x;
    int exponent = Math.getExponent(normal.high());
    exponent += Math.scalb(normal.high(), -exponent) > 1.4 ? 1 : 0;
    var nearOne = normal.scale(-exponent);
    return nearZero(nearOne.plus(-1)).plus(LN2.times(exponent - (subnormal ? 64 : 0)));
  }

  private static DoubleDouble log1p(DoubleDouble x) {
    return Math.abs(x.high()) < 0.4 ? nearZero(x) : log(x.plus(1));
  }

  /// log(1 + x) of a small x: one step of Newton's from a guess.
  ///
  /// ```text
  /// y ← y + x + (1 + x) (e⁻ʸ - 1)
  /// ```
  private static DoubleDouble nearZero(DoubleDouble x) {
    double guess = Math.log1p(x.high());
    var e = expm1(DoubleDouble.of(-guess));
    return x.plus(x.plus(1).times(e)).plus(guess);
  }

  private static DoubleDouble asinh(DoubleDouble x) {
    if (x.high() > HUGE) {
      return log(x).plus(LN2);
    }
    var square = x.times(x);
    return log1p(x.plus(square.div(square.plus(1).sqrt().plus(1))));
  }

  private static DoubleDouble acosh(double x) {
    if (x > HUGE) {
      return log(DoubleDouble.of(x)).plus(LN2);
    }
    var t = DoubleDouble.sum(x, -1);
    return log1p(t.plus(t.times(t.plus(2)).sqrt()));
  }

  /// a to the b, of a positive a.
  static DoubleDouble pow(double a, double b) {
    return exp(log(DoubleDouble.of(a)).times(b), 0);
  }

  // ---- angles

  /// The sine of x and some right angles.
  private static DoubleDouble sine(double x, int rightAngles) {
    if (Math.abs(x) < 0.78) {
      return sine(DoubleDouble.of(x), rightAngles);
    }
    var exact = new BigDecimal(x);
    var turns = exact.divide(HalfPi.VALUE, 0, RoundingMode.HALF_EVEN);
    var rest = exact.subtract(turns.multiply(HalfPi.VALUE));
    double high = rest.doubleValue();
    double low = rest.subtract(new BigDecimal(high)).doubleValue();
    return sine(new DoubleDouble(high, low), rightAngles + (turns.toBigInteger().intValue() & 3));
  }

  private static DoubleDouble sine(DoubleDouble x, int rightAngles) {
    boolean odd = rightAngles % 2 == 0;
    var square = x.times(x).negate();
    var term = odd ? x : DoubleDouble.of(1);
    var sum = term;
    for (int n = odd ? 3 : 2; n < 30; n += 2) {
      term = term.times(square).div((double) n * (n - 1));
      sum = sum.plus(term);
    }
    return rightAngles % 4 < 2 ? sum : sum.negate();
  }

  /// √(1 - x²).
  private static DoubleDouble leg(double x) {
    return DoubleDouble.sum(1, -x).times(DoubleDouble.sum(1, x)).sqrt();
  }

  static DoubleDouble atan2(double y, double x) {
    int apart = Math.getExponent(y) - Math.getExponent(x);
    if (apart > 110) {
      return PI.scale(-1).times(Math.signum(y));
    }
    if (apart < -110) {
      return x > 0 ? DoubleDouble.of(y / x) : PI.times(Math.signum(y));
    }
    int scale = -Math.getExponent(x);
    return angle(DoubleDouble.of(y).scale(scale), DoubleDouble.of(x).scale(scale));
  }

  /// The angle of (x, y): a guess turned by what is missing, whose tangent is so small that it is
  /// the angle itself.
  private static DoubleDouble angle(DoubleDouble y, DoubleDouble x) {
    double guess = Math.atan2(y.high(), x.high());
    var s = sine(guess, 0);
    var c = sine(guess, 1);
    var across = y.times(c).minus(x.times(s));
    var along = x.times(c).plus(y.times(s));
    return across.div(along).plus(guess);
  }

  // ---- the error function

  /// The series of positive terms while it is short, beyond it the continued fraction of erfc,
  /// which is so small there that a double will do.
  ///
  /// ```text
  /// erf x  = 2/√π e^(-x²) sum over n of 2ⁿ x²ⁿ⁺¹ / (1·3·5···(2n + 1))
  /// erfc x = e^(-x²)/√π 1/(x + ½/(x + 1/(x + 3/2/(x + 2/(x + ...)))))
  /// ```
  ///
  /// @see <a href="https://dlmf.nist.gov/7">NIST Digital Library of Mathematical Functions, 7.6.2
  ///   and 7.9.1</a>
  private static DoubleDouble erf(DoubleDouble x) {
    if (x.high() > 7) {
      return DoubleDouble.of(1);
    }
    var square = x.times(x);
    var gauss = exp(square.negate(), 0).div(ROOT_PI);
    if (x.high() > 3) {
      double fraction = x.high();
      for (int k = 200; k > 0; k--) {
        fraction = x.high() + k / 2.0 / fraction;
      }
      return DoubleDouble.sum(1, -gauss.high() / fraction);
    }
    var sum = x;
    var term = x;
    for (int n = 1; term.high() > 1e-33 * sum.high(); n++) {
      term = term.times(square).scale(1).div(2 * n + 1);
      sum = sum.plus(term);
    }
    return gauss.scale(1).times(sum);
  }

  /// π/2 to so many digits that the largest double can be reduced by it.
  private static final class HalfPi {
    private static final int DIGITS = 420;
    static final BigDecimal VALUE = // by Machin's formula for π/4
        arctanOfInverse(5)
            .multiply(BigDecimal.valueOf(8))
            .subtract(arctanOfInverse(239).multiply(BigDecimal.TWO));

    private HalfPi() {}

    private static BigDecimal arctanOfInverse(int n) {
      var square = BigDecimal.valueOf((long) n * n);
      var power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), DIGITS, RoundingMode.HALF_EVEN);
      var sum = power;
      for (int k = 3; power.signum() != 0; k += 2) {
        power = power.divide(square, DIGITS, RoundingMode.HALF_EVEN).negate();
        sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS, RoundingMode.HALF_EVEN));
      }
      return sum;
    }
  }
}
