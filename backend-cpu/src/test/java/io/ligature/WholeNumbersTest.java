package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Arithmetic and bits of whole numbers, every pair of a grid against exact arithmetic whose low
/// bits are kept.
class WholeNumbersTest {
  interface Exact {
    BigInteger of(BigInteger a, BigInteger b);
  }

  record Function(String name, BinaryOperator<Tensor> tensor, Exact exact) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Function> arithmetic() {
    return Stream.of(
        new Function("plus", Tensor::plus, BigInteger::add),
        new Function("minus", Tensor::minus, BigInteger::subtract),
        new Function("times", Tensor::times, BigInteger::multiply),
        new Function("floorDiv", Tensor::floorDiv, WholeNumbersTest::floorDiv),
        new Function("rem", Tensor::rem, WholeNumbersTest::rem),
        new Function("fmod", Tensor::fmod, WholeNumbersTest::fmod),
        new Function("maximum", Tensor::maximum, BigInteger::max),
        new Function("minimum", Tensor::minimum, BigInteger::min),
        new Function("fmax", Tensor::fmax, BigInteger::max),
        new Function("fmin", Tensor::fmin, BigInteger::min));
  }

  static Stream<Function> bits() {
    return Stream.of(
        new Function("and", Tensor::and, BigInteger::and),
        new Function("or", Tensor::or, BigInteger::or),
        new Function("xor", Tensor::xor, BigInteger::xor));
  }

  static Stream<Function> all() {
    return Stream.concat(arithmetic(), bits());
  }

  /// By 0 it is 0.
  private static BigInteger floorDiv(BigInteger a, BigInteger b) {
    if (b.signum() == 0) {
      return BigInteger.ZERO;
    }
    var parts = a.divideAndRemainder(b);
    boolean below = parts[1].signum() != 0 && parts[1].signum() != b.signum();
    return below ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /// With the sign of b; by 0 it is a.
  private static BigInteger rem(BigInteger a, BigInteger b) {
    return a.subtract(b.multiply(floorDiv(a, b)));
  }

  /// With the sign of a; by 0 it is a.
  private static BigInteger fmod(BigInteger a, BigInteger b) {
    return b.signum() == 0 ? a : a.remainder(b);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void keepsTheLowBitsOfTheExactResult(Function f) {
    for (var dtype : List.of(DType.INT32, DType.INT64)) {
      long[] values = Numbers.wholes(dtype);
      var x = Numbers.tensor(dtype, values);
      var found = f.tensor.apply(x.unsqueeze(1), x);
      Numbers.assertType(dtype, found, f.name);
      long[] y = found.toLongArray();
      for (int i = 0; i < y.length; i++) {
        long a = values[i / values.length];
        long b = values[i % values.length];
        long exact =
            Numbers.wrapped(dtype, f.exact.of(BigInteger.valueOf(a), BigInteger.valueOf(b)));
        assertEquals(exact, y[i], () -> f.name + " of " + dtype + " " + a + ", " + b);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void bytesAreWidened(Function f) {
    for (var dtype : List.of(DType.INT8, DType.UINT8)) {
      var x = Numbers.tensor(dtype, Numbers.wholes(dtype));
      var wide = x.to(DType.INT32);
      var found = f.tensor.apply(x.unsqueeze(1), x);
      Numbers.assertType(DType.INT32, found, f.name + " of " + dtype);
      assertArrayEquals(
          f.tensor.apply(wide.unsqueeze(1), wide).toIntArray(), found.toIntArray(), f.name);
    }
    assertEquals(510, Tensor.of(255).to(DType.UINT8).plus(Tensor.of(255).to(DType.UINT8)).item());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("arithmetic")
  void truthValuesCountInLongs(Function f) {
    var x = Tensor.of(false, true);
    var found = f.tensor.apply(x.unsqueeze(1), x);
    var counted = f.tensor.apply(x.to(DType.INT64).unsqueeze(1), x.to(DType.INT64));
    boolean extreme = List.of("maximum", "minimum", "fmax", "fmin").contains(f.name);
    Numbers.assertType(extreme ? DType.BOOL : DType.INT64, found, f.name);
    assertArrayEquals(counted.toLongArray(), found.toLongArray(), f.name);
  }

  @Test
  void divisionByZeroIsDefined() {
    var x = Tensor.of(7, -7, 0);
    var zero = Tensor.of(0);
    assertArrayEquals(new int[] {0, 0, 0}, x.floorDiv(0).toIntArray());
    assertArrayEquals(new int[] {7, -7, 0}, x.rem(0).toIntArray());
    assertArrayEquals(new int[] {7, -7, 0}, x.fmod(zero).toIntArray());
    assertArrayEquals(new int[] {0, 0, 5}, x.rfloorDiv(5).minus(Tensor.of(0, -1, -5)).toIntArray());
    assertArrayEquals(new int[] {5, -2, 5}, x.rrem(5).toIntArray());
    double inf = Double.POSITIVE_INFINITY;
    assertArrayEquals(new double[] {inf, -inf, Double.NaN}, x.div(0).toDoubleArray());
  }

  @Test
  void theLeastNumberDividedByMinusOneWraps() {
    var least = Tensor.of(Integer.MIN_VALUE);
    assertEquals(Integer.MIN_VALUE, least.floorDiv(-1).item());
    assertEquals(0, least.rem(-1).item());
    assertEquals(0, least.fmod(-1).item());
    assertEquals(Long.MIN_VALUE, Tensor.of(Long.MIN_VALUE).floorDiv(-1).itemLong());
    assertEquals(Long.MIN_VALUE, Tensor.of(Long.MIN_VALUE).negate().itemLong());
    assertEquals(Long.MIN_VALUE, Tensor.of(Long.MIN_VALUE).abs().itemLong());
  }

  @Test
  void powersWrapAndNegativeOnesTruncate() {
    for (var dtype : List.of(DType.INT32, DType.INT64)) {
      long[] values = Numbers.wholes(dtype);
      var x = Numbers.tensor(dtype, values);
      for (int power : new int[] {0, 1, 2, 3, 31, 64, 65}) {
        long[] found = x.pow(power).toLongArray();
        for (int i = 0; i < found.length; i++) {
          long exact = Numbers.wrapped(dtype, BigInteger.valueOf(values[i]).pow(power));
          assertEquals(exact, found[i], values[i] + " to the " + power);
        }
      }
    }
    var x = Tensor.of(2, 1, -1, 0, -3);
    assertArrayEquals(new int[] {0, 1, -1, 0, 0}, x.pow(-3).toIntArray());
    assertArrayEquals(new int[] {0, 1, 1, 0, 0}, x.pow(Tensor.of(-2)).toIntArray());
    assertArrayEquals(new int[] {9, 3, 0, 1, 0}, x.rpow(3).toIntArray());
    assertArrayEquals(new float[] {4, 0.5f}, Tensor.of(2, -1).rpow(2.0).toFloatArray());
    assertEquals(DType.INT64, Tensor.of(true).pow(Tensor.of(false)).dtype());
  }

  @Test
  void shiftsCountModuloTheWidth() {
    int[] x = {1, -8, Integer.MAX_VALUE, Integer.MIN_VALUE};
    int[] by = {0, 1, 31, 32, 33, -1};
    var a = Tensor.of(x).unsqueeze(1);
    int[] left = a.shl(Tensor.of(by)).toIntArray();
    int[] right = a.shr(Tensor.of(by)).toIntArray();
    int[] unsigned = a.ushr(Tensor.of(by)).toIntArray();
    long[] longs = a.to(DType.INT64).shl(Tensor.of(by)).toLongArray();
    for (int i = 0; i < left.length; i++) {
      int number = x[i / by.length];
      int count = by[i % by.length];
      assertEquals(number << count, left[i]);
      assertEquals(number >> count, right[i]);
      assertEquals(number >>> count, unsigned[i]);
      assertEquals((long) number << count, longs[i]);
    }
    assertArrayEquals(new int[] {4, -32}, Tensor.of(1, -8).shl(2).toIntArray());
    assertArrayEquals(new int[] {0, -2}, Tensor.of(1, -8).shr(2).toIntArray());
    assertArrayEquals(new int[] {0, 0x3FFFFFFE}, Tensor.of(1, -8).ushr(2).toIntArray());
    assertEquals(DType.INT32, Tensor.of((byte) 1, (byte) 2).shl(9).dtype());
  }

  @Test
  void bitsAreNegatedAndTruthIsTurned() {
    assertArrayEquals(new int[] {-1, 0, -8}, Tensor.of(0, -1, 7).not().toIntArray());
    assertArrayEquals(new boolean[] {true, false}, Tensor.of(false, true).not().toBooleanArray());
    assertEquals(-256, Tensor.of(255).to(DType.UINT8).not().item()); // in 32 bits
  }

  @Test
  void bitsBesideNumbers() {
    var x = Tensor.of(12, 10);
    assertArrayEquals(new int[] {8, 8}, x.and(8).toIntArray());
    assertArrayEquals(new int[] {13, 11}, x.or(1).toIntArray());
    assertArrayEquals(new int[] {6, 0}, x.xor(10).toIntArray());
    var truth = Tensor.of(true, false);
    Numbers.assertType(DType.BOOL, truth.and(truth), "and");
    Numbers.assertType(DType.BOOL, truth.xor(truth), "xor");
    assertArrayEquals(new long[] {3, 2}, truth.or(2).toLongArray());
    assertArrayEquals(new int[] {13, 10}, x.or(truth).toIntArray());
  }

  private static void assertRefused(String message, Runnable work) {
    assertEquals(message, assertThrows(DTypeException.class, work::run).getMessage());
  }

  @Test
  void realNumbersHaveNoBits() {
    var x = Tensor.of(1f, 2f);
    var whole = Tensor.of(1, 2);
    assertRefused(
        "and needs whole numbers or bool; found f32. Cast with to(dtype).", () -> x.and(x));
    assertRefused(
        "or needs whole numbers or bool; found f32. Cast with to(dtype).", () -> whole.or(x));
    assertRefused(
        "xor needs whole numbers or bool; found f32. Cast with to(dtype).", () -> whole.xor(2.0));
    assertRefused("not needs whole numbers or bool; found f32. Cast with to(dtype).", x::not);
    assertRefused("shl needs whole numbers; found f32. Cast with to(dtype).", () -> x.shl(1));
    assertRefused(
        "shr needs whole numbers; found bool. Cast with to(dtype).",
        () -> {
          var truth = Tensor.of(true);
          truth.shr(truth);
        });
    assertRefused(
        "ushr needs whole numbers; found f64. Cast with to(dtype).",
        () -> whole.ushr(Tensor.of(1.0)));
  }

  @Test
  void numbersBeyondTheRangeAreRefusedAndNotWrapped() {
    var x = Tensor.of(1, 2);
    assertRefused(
        "plus of i32[2] and 3000000000: i32 cannot hold 3000000000. Cast the tensor first, with"
            + " to(DType.INT64).",
        () -> x.plus(3_000_000_000L));
    assertRefused(
        "minus of 3000000000 and i32[2]: i32 cannot hold 3000000000. Cast the tensor first, with"
            + " to(DType.INT64).",
        () -> x.rminus(3_000_000_000L));
    assertRefused(
        "fmod of i32[2] and 3000000000: i32 cannot hold 3000000000. Cast the tensor first, with"
            + " to(DType.INT64).",
        () -> x.fmod(3_000_000_000L));
    assertRefused(
        "clampMax of i32[2] and 3000000000: i32 cannot hold 3000000000. Cast the tensor first, with"
            + " to(DType.INT64).",
        () -> x.clamp(0, 3_000_000_000L));
    assertRefused(
        "times of i64[] and 9223372036854775808: i64 cannot hold 9223372036854775808. Cast the"
            + " tensor first, with to(DType.FLOAT64).",
        () -> Tensor.of(1L).times(BigInteger.ONE.shiftLeft(63)));
    assertRefused(
        "eq of i64[] and 9223372036854775808: i64 cannot hold 9223372036854775808. Cast the tensor"
            + " first, with to(DType.FLOAT64).",
        () -> Tensor.of(1L).eq(BigInteger.ONE.shiftLeft(63)));
  }
}
