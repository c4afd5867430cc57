package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The types of results: every pair of types, and Java numbers beside every type.
class PromotionTest {
  /// What a sum of two types is computed in, as a reader of the array API standard would fill the
  /// table in; what is only stored is widened, reals win over whole numbers, and truth counts.
  private static final String SUMS =
      """
      .    bool i8   u8   i32  i64  f16  bf16 f32  f64
      bool i64  i32  i32  i32  i64  f32  f32  f32  f64
      i8   i32  i32  i32  i32  i64  f32  f32  f32  f64
      u8   i32  i32  i32  i32  i64  f32  f32  f32  f64
      i32  i32  i32  i32  i32  i64  f32  f32  f32  f64
      i64  i64  i64  i64  i64  i64  f32  f32  f32  f64
      f16  f32  f32  f32  f32  f32  f32  f32  f32  f64
      bf16 f32  f32  f32  f32  f32  f32  f32  f32  f64
      f32  f32  f32  f32  f32  f32  f32  f32  f32  f64
      f64  f64  f64  f64  f64  f64  f64  f64  f64  f64
      """;

  record Pair(DType a, DType b, DType sum) {
    Tensor left() {
      return Tensor.ones(a, 2, 1);
    }

    Tensor right() {
      return Tensor.ones(b, 3);
    }
  }

  static List<Pair> pairs() {
    var rows = SUMS.lines().map(row -> row.split(" +")).toList();
    var pairs = new ArrayList<Pair>();
    for (var row : rows.subList(1, rows.size())) {
      for (int column = 1; column < row.length; column++) {
        pairs.add(new Pair(DType.of(row[0]), DType.of(rows.get(0)[column]), DType.of(row[column])));
      }
    }
    assertEquals(DType.values().length * DType.values().length, pairs.size());
    return pairs;
  }

  private static void assertResult(DType expected, Tensor found, Pair pair) {
    assertEquals(expected, found.dtype(), pair.toString());
    assertEquals(Shape.of(2, 3), found.shape());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void arithmeticComputesInTheCommonType(Pair pair) {
    var a = pair.left();
    var b = pair.right();
    for (var sum :
        List.of(
            a.plus(b),
            a.minus(b).plus(b),
            a.times(b),
            a.rem(b).plus(b),
            a.pow(b),
            a.floorDiv(b),
            a.fmod(b).plus(1))) {
      assertResult(pair.sum, sum, pair);
    }
    assertEquals(2, a.plus(b).get(1, 2).item());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void choicesTakeTheCommonTypeAndKeepTruth(Pair pair) {
    var a = pair.left();
    var b = pair.right();
    var type = pair.a == DType.BOOL && pair.b == DType.BOOL ? DType.BOOL : pair.sum;
    var condition = Tensor.of(true, false, true);
    for (var chosen :
        List.of(
            a.maximum(b),
            a.minimum(b),
            a.fmax(b),
            a.fmin(b),
            condition.where(a, b),
            a.clampMin(b),
            a.clampMax(b),
            a.clamp(b, b))) {
      assertResult(type, chosen, pair);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void functionsOfRealNumbersMakeThemReal(Pair pair) {
    var a = pair.left();
    var b = pair.right();
    var type = pair.sum.isFloating() ? pair.sum : DType.FLOAT32;
    for (var real :
        List.of(
            a.div(b),
            a.atan2(b),
            a.hypot(b),
            a.logAddExp(b),
            a.xlogy(b),
            a.xlog1py(b),
            a.copysign(b))) {
      assertResult(type, real, pair);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void questionsAreAnsweredInTruth(Pair pair) {
    var a = pair.left();
    var b = pair.right();
    for (var answer :
        List.of(a.eq(b), a.le(b), a.ge(b), a.logicalAnd(b), a.logicalOr(b), a.isClose(b, 0, 0))) {
      assertResult(DType.BOOL, answer, pair);
      assertEquals(6, answer.sum().item(), pair.toString());
    }
    for (var answer : List.of(a.ne(b), a.lt(b), a.gt(b), a.logicalXor(b))) {
      assertResult(DType.BOOL, answer, pair);
      assertEquals(0, answer.sum().item(), pair.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void bitsNeedWholeNumbersOnBothSides(Pair pair) {
    var type = pair.a == DType.BOOL && pair.b == DType.BOOL ? DType.BOOL : pair.sum;
    for (var f : List.<BinaryOperator<Tensor>>of(Tensor::and, Tensor::or, Tensor::xor)) {
      if (pair.sum.isFloating()) {
        assertThrows(DTypeException.class, () -> f.apply(pair.left(), pair.right()));
      } else {
        assertResult(type, f.apply(pair.left(), pair.right()), pair);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void anEditKeepsTheTypeOfItsTargetOrIsRefused(Pair pair) {
    var edits =
        List.<BiFunction<Tensor, Tensor, Runnable>>of(
            (x, y) -> () -> x.plusAssign(y),
            (x, y) -> () -> x.minusAssign(y),
            (x, y) -> () -> x.timesAssign(y),
            (x, y) -> () -> x.remAssign(y));
    boolean fits = pair.a.isFloating() || (!pair.b.isFloating() && pair.a != DType.BOOL);
    for (var edit : edits) {
      var x = Tensor.ones(pair.a, 2, 3);
      var run = edit.apply(x, pair.right());
      if (fits) {
        run.run();
      } else {
        assertThrows(DTypeException.class, run::run);
        assertEquals(6, x.sum().item());
      }
      assertEquals(pair.a, x.dtype());
    }
    var x = Tensor.ones(pair.a, 2, 3);
    if (pair.a.isFloating()) {
      x.divAssign(pair.right());
      assertEquals(pair.a, x.dtype());
    } else {
      assertThrows(DTypeException.class, () -> x.divAssign(pair.right()));
    }
  }

  // ---- Java numbers

  /// The type of a sum with a whole number, and with a fraction.
  private static final String BESIDE_NUMBERS =
      """
      bool i64 f32
      i8   i32 f32
      u8   i32 f32
      i32  i32 f32
      i64  i64 f32
      f16  f32 f32
      bf16 f32 f32
      f32  f32 f32
      f64  f64 f64
      """;

  static Stream<String> besideNumbers() {
    return BESIDE_NUMBERS.lines();
  }

  @ParameterizedTest
  @MethodSource("besideNumbers")
  void aNumberTakesTheTypeBesideItUnlessThatCannotHoldItsKind(String row) {
    var types = Stream.of(row.split(" +")).map(DType::of).toList();
    var x = Tensor.ones(types.get(0), 2);
    for (var whole : List.<Number>of(2, 2L, (short) 2, (byte) 2, BigInteger.TWO)) {
      for (var y : List.of(x.plus(whole), x.rminus(whole).plus(2), x.times(whole), x.rpow(whole))) {
        assertEquals(types.get(1), y.dtype(), row);
      }
      assertArrayEquals(new double[] {3, 3}, x.plus(whole).toDoubleArray());
    }
    for (var fraction : List.<Number>of(0.5, 0.5f, new BigDecimal("0.5"))) {
      for (var y :
          List.of(x.plus(fraction), x.rminus(fraction), x.maximum(fraction), x.fmod(fraction))) {
        assertEquals(types.get(2), y.dtype(), row);
      }
      assertArrayEquals(new double[] {1.5, 1.5}, x.plus(fraction).toDoubleArray());
    }
  }

  @ParameterizedTest
  @MethodSource("besideNumbers")
  void aChosenNumberTakesTheTypeBesideItToo(String row) {
    var types = Stream.of(row.split(" +")).map(DType::of).toList();
    var x = Tensor.ones(types.get(0), 2);
    var condition = Tensor.of(true, false);
    assertEquals(types.get(1), condition.where(x, 2).dtype());
    assertEquals(types.get(1), condition.where(2, x).dtype());
    assertEquals(types.get(2), condition.where(x, 0.5).dtype());
    assertArrayEquals(new double[] {0.5, 1}, condition.where(0.5, x).toDoubleArray());
    assertEquals(types.get(1), x.clamp(0, 1).dtype());
    assertEquals(types.get(2), x.clamp(0, 0.5).dtype());
  }

  @Test
  void twoChosenNumbersAreLongsUnlessOneIsAFraction() {
    var condition = Tensor.of(true, false);
    assertArrayEquals(new long[] {3, 4}, condition.where(3, 4).toLongArray());
    assertEquals(DType.INT64, condition.where(3, 4).dtype());
    assertEquals(DType.FLOAT32, condition.where(3, 0.5).dtype());
    assertEquals(DType.FLOAT32, condition.where(0.5, 3).dtype());
  }

  @Test
  void besideFloatsANumberIsRoundedToFloat() {
    var x = Tensor.of(0f);
    assertEquals(0.1f, x.plus(0.1).item());
    assertEquals(Double.POSITIVE_INFINITY, x.plus(1e300).item());
    assertEquals(16777216, x.plus(16777217).item());
    assertEquals(0.1, Tensor.of(0.0).plus(0.1).item());
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "BFLOAT16", "INT8", "UINT8"})
  void aMaskedFillKeepsTheType(DType dtype) {
    var filled = Tensor.ones(dtype, 3).maskedFill(Tensor.of(true, false, true), 2);
    assertEquals(dtype, filled.dtype());
    assertArrayEquals(new double[] {2, 1, 2}, filled.toDoubleArray());
  }

  @Test
  void wholeNumbersOfDifferentWidthsAreComparedWithoutLoss() {
    var large = Tensor.of((1L << 53) + 1);
    assertEquals(true, large.gt(Tensor.of(1L << 53)).itemBoolean());
    assertEquals(false, large.eq(1L << 53).itemBoolean());
    assertEquals(true, Tensor.of(5).lt(3_000_000_000L).itemBoolean());
    assertEquals(true, Tensor.of(5).gt(-3_000_000_000L).itemBoolean());
    assertEquals(false, Tensor.of((byte) 5, (byte) 6).eq(261).any().itemBoolean());
    assertEquals(true, Tensor.of(true).lt(2).itemBoolean());
    assertEquals(true, Tensor.of(2).gt(1.5).itemBoolean());
  }
}
