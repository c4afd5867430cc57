package io.ligature.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.op.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Single elements; kernels that are made of them meet the conformance suite.
class ScalarsTest {
  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "NEGATE, 0.0, -0.0",
    "SIGN, -0.0, -0.0",
    "RELU, NaN, NaN",
    "ROUND, 2.5, 2.0",
    "TRUNC, -2.5, -2.0",
    "RSQRT, 0.0, Infinity",
    "LOG2, 8.0, 3.0",
    "ASINH, -0.0, -0.0",
    "ACOSH, 0.5, NaN",
    "ATANH, 1.0, Infinity",
    "ERF, Infinity, 1.0",
    "SIGMOID, -1000, 0.0",
  })
  void realsAtTheEdges(Op.Unary op, double x, double expected) {
    assertEquals(expected, Scalars.of(op, x));
  }

  @ParameterizedTest(name = "{0} of {1} and {2}")
  @CsvSource({
    "DIVIDE, 1, 0, Infinity",
    "FLOOR_DIVIDE, -7, 2, -4",
    "FLOOR_DIVIDE, 1, 0, Infinity",
    "REMAINDER, -7, 2, 1",
    "REMAINDER, 7, -2, -1",
    "MAXIMUM, NaN, 1, NaN",
    "MAXIMUM, -0.0, 0.0, 0.0",
    "MINIMUM, 0.0, -0.0, -0.0",
    "POW, 0, 0, 1",
  })
  void pairsOfRealsAtTheEdges(Op.Binary op, double a, double b, double expected) {
    assertEquals(expected, Scalars.of(op, a, b));
  }

  @ParameterizedTest(name = "{0} of {2} {1}")
  @CsvSource({
    "NEGATE, INT32, -2147483648, 2147483648", // whose low bits are the same number again
    "NOT, BOOL, 1, 0",
    "NOT, INT64, 0, -1",
    "SIGN, INT64, -9, -1",
  })
  void wholesAtTheEdges(Op.Unary op, DType dtype, long x, long expected) {
    assertEquals(expected, Scalars.of(op, dtype, x));
  }

  @ParameterizedTest(name = "{0} of {2} and {3} {1}")
  @CsvSource({
    "FLOOR_DIVIDE, INT64, 5, 0, 0",
    "FLOOR_DIVIDE, INT64, -7, 2, -4",
    "REMAINDER, INT64, 5, 0, 5",
    "REMAINDER, INT64, -7, 2, 1",
    "POW, INT64, 3, -1, 0",
    "POW, INT64, -1, -3, -1",
    "SHIFT_LEFT, INT32, 1, 33, 2",
    "SHIFT_LEFT, INT64, 1, 33, 8589934592",
    "SHIFT_RIGHT_UNSIGNED, INT32, -1, 28, 15",
    "SHIFT_RIGHT, INT32, -16, 2, -4",
  })
  void pairsOfWholesAtTheEdges(Op.Binary op, DType dtype, long a, long b, long expected) {
    assertEquals(expected, Scalars.of(op, dtype, a, b));
  }

  @Test
  void whatIsNotDefinedIsRefused() {
    refuses("not of a real number", () -> Scalars.of(Op.Unary.NOT, 1));
    refuses("exp of a whole number", () -> Scalars.of(Op.Unary.EXP, DType.INT64, 1));
    refuses("and of real numbers", () -> Scalars.of(Op.Binary.AND, 1, 1));
    refuses("div of whole numbers", () -> Scalars.of(Op.Binary.DIVIDE, DType.INT64, 1, 1));
  }

  private static void refuses(String text, Runnable call) {
    assertEquals(text, assertThrows(IllegalStateException.class, call::run).getMessage());
  }
}
