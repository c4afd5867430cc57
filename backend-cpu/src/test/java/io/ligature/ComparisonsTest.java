package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Questions about elements, and choices by their answers.
class ComparisonsTest {
  interface Reals {
    boolean holds(double a, double b);
  }

  interface Wholes {
    boolean holds(long a, long b);
  }

  record Question(String name, BinaryOperator<Tensor> tensor, Reals real, Wholes whole) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Question of(String name, BinaryOperator<Tensor> tensor, Reals real, Wholes whole) {
    return new Question(name, tensor, real, whole);
  }

  static Stream<Question> questions() {
    return Stream.of(
        of("eq", Tensor::eq, (a, b) -> a == b, (a, b) -> a == b),
        of("ne", Tensor::ne, (a, b) -> a != b, (a, b) -> a != b),
        of("lt", Tensor::lt, (a, b) -> a < b, (a, b) -> a < b),
        of("le", Tensor::le, (a, b) -> a <= b, (a, b) -> a <= b),
        of("gt", Tensor::gt, (a, b) -> a > b, (a, b) -> a > b),
        of("ge", Tensor::ge, (a, b) -> a >= b, (a, b) -> a >= b),
        of(
            "logicalAnd",
            Tensor::logicalAnd,
            (a, b) -> a != 0 && b != 0,
            (a, b) -> a != 0 && b != 0),
        of("logicalOr", Tensor::logicalOr, (a, b) -> a != 0 || b != 0, (a, b) -> a != 0 || b != 0),
        of("logicalXor", Tensor::logicalXor, (a, b) -> a != 0 ^ b != 0, (a, b) -> a != 0 ^ b != 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void realNumbersAreComparedAsJavaDoes(Question q) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)) {
      var x = Tensor.of(Numbers.REALS).to(dtype);
      double[] values = x.toDoubleArray();
      boolean[] found = q.tensor.apply(x.unsqueeze(1), x).toBooleanArray();
      for (int i = 0; i < found.length; i++) {
        double a = values[i / values.length];
        double b = values[i % values.length];
        assertEquals(
            q.real.holds(a, b), found[i], () -> q.name + " of " + dtype + " " + a + ", " + b);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void wholeNumbersAreComparedToTheLastBit(Question q) {
    for (var dtype : List.of(DType.INT32, DType.INT64, DType.INT8, DType.UINT8, DType.BOOL)) {
      long[] values = Numbers.wholes(dtype);
      var x = Numbers.tensor(dtype, values);
      boolean[] found = q.tensor.apply(x.unsqueeze(1), x).toBooleanArray();
      for (int i = 0; i < found.length; i++) {
        long a = values[i / values.length];
        long b = values[i % values.length];
        assertEquals(
            q.whole.holds(a, b), found[i], () -> q.name + " of " + dtype + " " + a + ", " + b);
      }
    }
  }

  // ---- kinds of numbers

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void kindsOfRealNumbersAreToldApart(DType dtype) {
    var x = Tensor.of(Numbers.REALS).to(dtype);
    double[] values = x.toDoubleArray();
    var kinds =
        List.of(x.isNan(), x.isInfinite(), x.isFinite(), x.signBit(), x.logicalNot()).stream()
            .map(Tensor::toBooleanArray)
            .toList();
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      var what = "of " + v;
      assertEquals(Double.isNaN(v), kinds.get(0)[i], what);
      assertEquals(Double.isInfinite(v), kinds.get(1)[i], what);
      assertEquals(Double.isFinite(v), kinds.get(2)[i], what);
      assertEquals(!Double.isNaN(v) && Math.copySign(1, v) < 0, kinds.get(3)[i], what);
      assertEquals(v == 0, kinds.get(4)[i], what);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT32", "INT64", "INT8", "UINT8", "BOOL"})
  void wholeNumbersAreFinite(DType dtype) {
    var x = Numbers.tensor(dtype, Numbers.wholes(dtype));
    assertEquals(0, x.isNan().sum().item());
    assertEquals(0, x.isInfinite().sum().item());
    assertEquals(x.size(), x.isFinite().sum().item());
    long negative = Arrays.stream(Numbers.wholes(dtype)).filter(v -> v < 0).count();
    assertEquals(negative, x.signBit().sum().item());
    assertEquals(1, x.logicalNot().sum().item());
  }

  // ---- closeness, element by element

  @Test
  void closeMeansWithinTheTolerance() {
    var x = Tensor.of(1.0, 1.5, 100, Double.NaN);
    var y = Tensor.of(1.1, 1.0, 110, Double.NaN);
    assertArrayEquals(
        new boolean[] {true, false, true, false}, x.isClose(y, 0.1, 0.01).toBooleanArray());
    double inf = Double.POSITIVE_INFINITY;
    assertArrayEquals(
        new boolean[] {true, false, false, false},
        Tensor.of(inf, inf, 1, inf).isClose(Tensor.of(inf, -inf, inf, 1), 0.5, 1).toBooleanArray());
  }

  @Test
  void distancesOfWholeNumbersAreExact() {
    var large = Tensor.of((1L << 53) + 1, 1L << 24, Long.MIN_VALUE, Long.MAX_VALUE);
    var other = Tensor.of(1L << 53, (1L << 24) + 1, Long.MAX_VALUE, Long.MAX_VALUE);
    assertArrayEquals(
        new boolean[] {false, false, false, true}, large.isClose(other, 0, 0).toBooleanArray());
    assertArrayEquals(
        new boolean[] {true, true, false, true}, large.isClose(other, 0, 1).toBooleanArray());
    assertArrayEquals(
        new boolean[] {true, false},
        Tensor.of(true, false).isClose(Tensor.of(true), 0, 0.5).toBooleanArray());
  }

  @Test
  void aNegativeToleranceIsRefused() {
    var x = Tensor.of(1f);
    assertEquals(
        "Tolerances are 0 or more; found relative 0.0 and absolute -1.0.",
        assertThrows(IllegalArgumentException.class, () -> x.isClose(x, 0, -1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> x.isClose(x, Double.NaN, 0));
  }

  // ---- choices

  @ParameterizedTest
  @EnumSource
  void whereChoosesFromEveryType(DType dtype) {
    var chosen = Tensor.of(true, false, true).where(Tensor.ones(dtype, 3), Tensor.zeros(dtype, 1));
    assertEquals(dtype.widened(), chosen.dtype());
    assertArrayEquals(new double[] {1, 0, 1}, chosen.toDoubleArray());
  }

  @Test
  void whereTakesTheNumberAsItIs() {
    double inf = Double.POSITIVE_INFINITY;
    var condition = Tensor.of(true, false);
    var chosen = condition.where(Tensor.of(-0.0, 1), Tensor.of(inf, Double.NaN));
    assertArrayEquals(new double[] {-0.0, Double.NaN}, chosen.toDoubleArray());
    assertArrayEquals(
        new double[] {Double.NaN, -0.0},
        condition.where(Double.NaN, Tensor.of(1.0, -0.0)).toDoubleArray());
  }

  private static void assertRefused(
      Class<? extends RuntimeException> type, String message, Runnable work) {
    assertEquals(message, assertThrows(type, work::run).getMessage());
  }

  @Test
  void aConditionIsATruth() {
    var x = Tensor.of(1, 0);
    assertRefused(
        DTypeException.class,
        "where needs an operand of bool; found i32[2]. Cast it with to(DType.BOOL).",
        () -> x.where(x, x));
    assertRefused(
        DTypeException.class,
        "maskedFill needs a mask of bool; found i32[2]. Compare, for example ne(0), or cast with"
            + " to(DType.BOOL).",
        () -> x.maskedFill(x, 0));
  }

  @Test
  void maskedFillNeedsAValueThatFits() {
    var x = Tensor.of(1, 2);
    var mask = x.gt(1);
    assertArrayEquals(new int[] {1, 7}, x.maskedFill(mask, 7).toIntArray());
    assertArrayEquals(new int[] {1, 7}, x.maskedFill(mask, 7.0).toIntArray());
    assertRefused(
        DTypeException.class,
        "maskedFill of i32[2] with 0.5: i32 cannot hold 0.5. Cast the tensor first, with"
            + " to(DType.FLOAT64).",
        () -> x.maskedFill(mask, 0.5));
    assertRefused(
        DTypeException.class,
        "maskedFill of u8[2] with 256: u8 cannot hold 256. Cast the tensor first, with"
            + " to(DType.INT64).",
        () -> x.to(DType.UINT8).maskedFill(mask, 256));
  }

  @Test
  void maskedFillBroadcastsItsMask() {
    var x = Tensor.arange(4).reshape(2, 2);
    assertArrayEquals(
        new long[] {0, 9, 2, 9}, x.maskedFill(Tensor.of(false, true), 9).toLongArray());
  }

  // ---- limits

  @Test
  void clampKeepsWhatIsWithin() {
    double inf = Double.POSITIVE_INFINITY;
    double[] x = {-inf, -3, -0.0, 0, 0.5, 2, inf, Double.NaN};
    double[] expected = {-1, -1, -0.0, 0, 0.5, 1.5, 1.5, Double.NaN};
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      var y = Tensor.of(x).to(dtype);
      assertArrayEquals(expected, y.clamp(-1, 1.5).toDoubleArray());
      assertArrayEquals(expected, y.clampMin(-1).clampMax(1.5).toDoubleArray());
      var low = Tensor.of(-1.0).to(dtype);
      assertArrayEquals(expected, y.clamp(low, Tensor.of(1.5).to(dtype)).toDoubleArray());
      assertEquals(dtype, y.clamp(-1, 1.5).dtype());
    }
    assertArrayEquals(new int[] {0, 2, 3}, Tensor.of(-5, 2, 9).clamp(0, 3).toIntArray());
  }

  @Test
  void limitsOfEachElementMayCross() {
    var x = Tensor.of(1f, 5f, 9f);
    var found = x.clamp(Tensor.of(2f, 2f, 8f), Tensor.of(4f, 4f, 6f));
    assertArrayEquals(new float[] {2, 4, 6}, found.toFloatArray());
    assertRefused(
        IllegalArgumentException.class,
        "clamp needs min at most max; found 2 and 1.",
        () -> x.clamp(2, 1));
    assertRefused(
        IllegalArgumentException.class,
        "clamp needs min at most max; found NaN and 1.",
        () -> x.clamp(Double.NaN, 1));
  }

  @Test
  void nanAndInfinitiesBecomeNumbers() {
    double inf = Double.POSITIVE_INFINITY;
    var x = Tensor.of(Double.NaN, inf, -inf, -0.0, 3);
    double largest = Double.MAX_VALUE;
    assertArrayEquals(new double[] {0, largest, -largest, -0.0, 3}, x.nanToNum().toDoubleArray());
    float single = Float.MAX_VALUE;
    assertArrayEquals(
        new float[] {0, single, -single, -0f, 3}, x.to(DType.FLOAT32).nanToNum().toFloatArray());
    assertArrayEquals(new double[] {1, 2, -3, -0.0, 3}, x.nanToNum(1, 2, -3).toDoubleArray());
    assertArrayEquals(new double[] {inf, 2, 5, -0.0, 3}, x.nanToNum(inf, 2, 5).toDoubleArray());
    var whole = Tensor.of(1, 2);
    assertSame(whole, whole.nanToNum());
  }
}
