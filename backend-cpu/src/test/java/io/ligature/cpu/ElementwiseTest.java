package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ligature.DType;
import io.ligature.op.Op;
import io.ligature.spi.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementwiseTest {
  private static final CpuKernels KERNELS = new CpuKernels();

  @TestFactory
  List<DynamicTest> everyUnaryFunctionInEveryLayout() {
    var tests = new ArrayList<DynamicTest>();
    for (var op : Op.Unary.values()) {
      for (var dtype : Grid.COMPUTING) {
        if (op.domain().has(dtype)) {
          tests.add(dynamicTest(op + " of " + dtype, () -> unary(op, dtype)));
        }
      }
    }
    return tests;
  }

  private static void unary(Op.Unary op, DType dtype) {
    for (var shape : Grid.SHAPES) {
      for (var layout : Grid.layouts(shape)) {
        var x = Grid.filled(dtype, layout, 1);
        var out = Grid.filled(dtype, shape, 2);
        KERNELS.unary(op, x, out);
        var what = op.label() + " of " + layout;
        if (dtype.isFloating()) {
          var f = real(op);
          Grid.check(
              what, out, Grid.filled(dtype, shape, 2), i -> f.applyAsDouble(Grid.real(x, i)));
        } else {
          var f = whole(op, dtype);
          Grid.checkWhole(
              what, out, Grid.filled(dtype, shape, 2), i -> f.applyAsLong(Grid.whole(x, i)));
        }
      }
    }
  }

  private static DoubleUnaryOperator real(Op.Unary op) {
    return switch (op) {
      case NEGATE -> x -> -x;
      case ABS -> Math::abs;
      case SIGN -> Math::signum;
      case RELU -> x -> Math.max(x, 0);
      case FLOOR -> Math::floor;
      case CEIL -> Math::ceil;
      case ROUND -> Math::rint;
      case TRUNC -> x -> Math.abs(x) < 1e15 ? Math.copySign((double) (long) x, x) : x;
      case SQRT -> Math::sqrt;
      case RSQRT -> x -> 1 / Math.sqrt(x);
      case EXP -> Math::exp;
      case EXPM1 -> Math::expm1;
      case LOG -> Math::log;
      case LOG1P -> Math::log1p;
      case LOG2 -> Scalars::log2; // and the four below: see the goldens
      case LOG10 -> Math::log10;
      case SIN -> Math::sin;
      case COS -> Math::cos;
      case TAN -> Math::tan;
      case ASIN -> Math::asin;
      case ACOS -> Math::acos;
      case ATAN -> Math::atan;
      case SINH -> Math::sinh;
      case COSH -> Math::cosh;
      case TANH -> Math::tanh;
      case ASINH -> Scalars::asinh;
      case ACOSH -> Scalars::acosh;
      case ATANH -> Scalars::atanh;
      case ERF -> Scalars::erf;
      case SIGMOID -> x -> x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
      case NOT -> throw new IllegalStateException("not of reals");
    };
  }

  private static LongUnaryOperator whole(Op.Unary op, DType dtype) {
    return switch (op) {
      case NEGATE -> x -> -x;
      case ABS -> Math::abs;
      case SIGN -> Long::signum;
      case RELU -> x -> Math.max(x, 0);
      case NOT -> dtype == DType.BOOL ? x -> 1 - x : x -> ~x;
      default -> throw new IllegalStateException("not of whole numbers");
    };
  }

  @TestFactory
  List<DynamicTest> everyBinaryFunctionInEveryLayout() {
    var tests = new ArrayList<DynamicTest>();
    for (var op : Op.Binary.values()) {
      for (var dtype : Grid.COMPUTING) {
        if (op.domain().has(dtype)) {
          tests.add(dynamicTest(op + " of " + dtype, () -> binary(op, dtype)));
        }
      }
    }
    return tests;
  }

  private static void binary(Op.Binary op, DType dtype) {
    for (var shape : Grid.SHAPES) {
      for (var left : Grid.layouts(shape)) {
        for (var right : Grid.layouts(shape)) {
          var a = Grid.filled(dtype, left, 3);
          var b = Grid.filled(dtype, right, 5);
          var out = Grid.filled(dtype, shape, 2);
          KERNELS.binary(op, a, b, out);
          var what = op.label() + " of " + left + " and " + right;
          var before = Grid.filled(dtype, shape, 2);
          if (dtype.isFloating()) {
            var f = real(op);
            Grid.check(what, out, before, i -> f.applyAsDouble(Grid.real(a, i), Grid.real(b, i)));
          } else {
            var f = whole(op, dtype);
            Grid.checkWhole(
                what, out, before, i -> f.applyAsLong(Grid.whole(a, i), Grid.whole(b, i)));
          }
        }
      }
    }
  }

  private static DoubleBinaryOperator real(Op.Binary op) {
    return switch (op) {
      case ADD -> Double::sum;
      case SUBTRACT -> (a, b) -> a - b;
      case MULTIPLY -> (a, b) -> a * b;
      case DIVIDE -> (a, b) -> a / b;
      case FLOOR_DIVIDE -> Scalars::floorDivide; // see the goldens
      case REMAINDER -> Scalars::remainder;
      case POW -> Math::pow;
      case MAXIMUM -> Math::max;
      case MINIMUM -> Math::min;
      case ATAN2 -> Math::atan2;
      default -> throw new IllegalStateException(op + " of reals");
    };
  }

  private static LongBinaryOperator whole(Op.Binary op, DType dtype) {
    boolean narrow = dtype == DType.INT32;
    return switch (op) {
      case ADD -> Long::sum;
      case SUBTRACT -> (a, b) -> a - b;
      case MULTIPLY -> (a, b) -> a * b;
      case FLOOR_DIVIDE -> (a, b) -> b == 0 ? 0 : Math.floorDiv(a, b);
      case REMAINDER -> (a, b) -> b == 0 ? a : Math.floorMod(a, b);
      case POW -> Scalars::pow; // see the goldens
      case MAXIMUM -> Math::max;
      case MINIMUM -> Math::min;
      case AND -> (a, b) -> a & b;
      case OR -> (a, b) -> a | b;
      case XOR -> (a, b) -> a ^ b;
      case SHIFT_LEFT -> (a, b) -> narrow ? (int) a << (int) b : a << b;
      case SHIFT_RIGHT -> (a, b) -> narrow ? (int) a >> (int) b : a >> b;
      case SHIFT_RIGHT_UNSIGNED -> (a, b) -> narrow ? (int) a >>> (int) b : a >>> b;
      default -> throw new IllegalStateException(op + " of whole numbers");
    };
  }

  @Test
  void theOutputMayBeAnInput() {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (var op : List.of(Op.Binary.ADD, Op.Binary.POW)) {
        var a = Grid.of(dtype, 1, 2, 3);
        KERNELS.binary(op, a, a, a);
        assertEquals(op == Op.Binary.ADD ? 6 : 27, Grid.real(a, 2));
      }
      var x = Grid.of(dtype, 1, 4, 9);
      KERNELS.unary(Op.Unary.SQRT, x, x);
      assertEquals(3, Grid.real(x, 2));
    }
  }

  @ParameterizedTest(name = "{0} of {1} is {2}") // computed with 40 digits
  @CsvSource({
    "ASINH, 1e-10, 1e-10",
    "ASINH, 0.001, 0.0009999998333334083",
    "ASINH, 0.5, 0.48121182505960347",
    "ASINH, 10.0, 2.99822295029797",
    "ASINH, 1e10, 23.7189981105004",
    "ASINH, 1e200, 461.2101657793691",
    "ASINH, -0.3, -0.29567304756342244",
    "ASINH, -20.0, -3.6895038689889055",
    "ASINH, -Infinity, -Infinity",
    "ASINH, -0.0, -0.0",
    "ACOSH, 1.0, 0.0",
    "ACOSH, 1.0000001, 0.0004472135919037347",
    "ACOSH, 1.5, 0.9624236501192069",
    "ACOSH, 10.0, 2.993222846126381",
    "ACOSH, 1e9, 21.416413017506358",
    "ACOSH, 1e200, 461.2101657793691",
    "ACOSH, 0.5, NaN",
    "ACOSH, -1e30, NaN",
    "ATANH, 1e-10, 1e-10",
    "ATANH, 0.001, 0.0010000003333335333",
    "ATANH, 0.5, 0.5493061443340549",
    "ATANH, 0.9999999, 8.40562139102231",
    "ATANH, -0.25, -0.25541281188299536",
    "ATANH, -1, -Infinity",
    "ATANH, 2, NaN",
    "LOG2, 0.9999999999, -1.442695160330221e-10",
    "LOG2, 1.0000001, 1.4426949695965583e-07",
    "LOG2, 3.0, 1.584962500721156",
    "LOG2, 1e-310, -1029.7977094150824",
    "LOG2, 1e300, 996.5784284662087",
    "LOG2, 0.3, -1.7369655941662063",
    "LOG2, 0, -Infinity",
    "LOG2, -1, NaN",
    "LOG2, Infinity, Infinity",
    "SIGMOID, -700, 9.85967654375977e-305",
    "SIGMOID, -745, 5e-324",
    "SIGMOID, 40, 1",
    "SIGN, NaN, NaN",
    "RELU, NaN, NaN",
    "RELU, -Infinity, 0",
    "ROUND, 2.5, 2",
    "ROUND, 3.5, 4",
    "TRUNC, -2.7, -2",
  })
  void unaryGoldens(Op.Unary op, double x, double expected) {
    var out = Grid.of(DType.FLOAT64, 0);
    KERNELS.unary(op, Grid.of(DType.FLOAT64, x), out);
    assertEquals(expected, Grid.real(out, 0), Double.isNaN(expected) ? 1 : 2 * Math.ulp(expected));
  }

  @Test
  void powersOfTwoHaveWholeLogarithms() {
    for (int e = -1074; e < 1024; e++) {
      assertEquals(e, Scalars.log2(Math.scalb(1.0, e)));
    }
  }

  @ParameterizedTest(name = "{0} of {1} and {2} is {3}")
  @CsvSource({
    "REMAINDER, 7, 3, 1",
    "REMAINDER, -7, 3, 2",
    "REMAINDER, 7, -3, -2",
    "REMAINDER, -7, -3, -1",
    "REMAINDER, 6, -3, -0.0",
    "REMAINDER, 1, 0, NaN",
    "REMAINDER, 5, Infinity, 5",
    "REMAINDER, -5, Infinity, Infinity",
    "REMAINDER, Infinity, 3, NaN",
    "FLOOR_DIVIDE, 7, 2, 3",
    "FLOOR_DIVIDE, -7, 2, -4",
    "FLOOR_DIVIDE, 7, -2, -4",
    "FLOOR_DIVIDE, 1, 0.1, 9", // 0.1 is a little more than a tenth
    "FLOOR_DIVIDE, 6, 0.1, 59",
    "FLOOR_DIVIDE, -1, 0.1, -10",
    "FLOOR_DIVIDE, 1, 0, Infinity",
    "FLOOR_DIVIDE, 0, 0, NaN",
    "FLOOR_DIVIDE, 0, -3, -0.0",
    "FLOOR_DIVIDE, 1, Infinity, 0",
    "FLOOR_DIVIDE, -1, Infinity, -1",
    "FLOOR_DIVIDE, NaN, 2, NaN",
    "FLOOR_DIVIDE, 1e300, 3, 3.3333333333333333e299",
    "MAXIMUM, NaN, 1, NaN",
    "MAXIMUM, 1, NaN, NaN",
    "MINIMUM, 1, NaN, NaN",
    "MAXIMUM, -0.0, 0, 0",
    "MINIMUM, 0, -0.0, -0.0",
    "POW, 0, 0, 1",
    "POW, -8, 3, -512",
    "POW, -8, 0.5, NaN",
    "ATAN2, 0, -1, 3.141592653589793",
  })
  void binaryGoldens(Op.Binary op, double a, double b, double expected) {
    for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
      var out = Grid.of(dtype, 0);
      KERNELS.binary(op, Grid.of(dtype, a), Grid.of(dtype, b), out);
      boolean exact = dtype == DType.FLOAT64 || (expected == Math.rint(expected) && b != 0.1);
      if (exact && Math.abs(a) < 1e30) {
        assertEquals(expected, Grid.real(out, 0));
      }
    }
  }

  @ParameterizedTest(name = "{0} of {1} and {2} is {3}")
  @CsvSource({
    "FLOOR_DIVIDE, 7, 0, 0",
    "FLOOR_DIVIDE, -7, 2, -4",
    "REMAINDER, 7, 0, 7",
    "REMAINDER, -7, 3, 2",
    "REMAINDER, 7, -3, -2",
    "POW, 3, 4, 81",
    "POW, 2, 40, 0",
    "POW, -2, 31, -2147483648",
    "POW, 2, -1, 0",
    "POW, 1, -5, 1",
    "POW, -1, -5, -1",
    "POW, -1, -4, 1",
    "POW, 0, 0, 1",
    "POW, 0, -1, 0",
    "ADD, 2147483647, 1, -2147483648",
    "SHIFT_LEFT, 1, 33, 2",
    "SHIFT_RIGHT, -8, 1, -4",
    "SHIFT_RIGHT_UNSIGNED, -8, 1, 2147483644",
    "SHIFT_LEFT, 1, -1, -2147483648",
  })
  void binaryGoldensOfThirtyTwoBits(Op.Binary op, long a, long b, long expected) {
    var out = Grid.of(DType.INT32, 0);
    KERNELS.binary(op, Grid.of(DType.INT32, a), Grid.of(DType.INT32, b), out);
    assertEquals(expected, Grid.whole(out, 0));
  }

  @Test
  void longProductsAndPowersWrap() {
    assertEquals(0, Scalars.pow(2, 64));
    assertEquals(Long.MIN_VALUE, Scalars.pow(-2, 63));
    assertEquals(-1, Scalars.pow(-1, Long.MIN_VALUE + 1));
    assertEquals(1, Scalars.pow(-1, Long.MIN_VALUE));
  }
}
