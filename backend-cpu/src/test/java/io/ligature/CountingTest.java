package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountingTest {
  private static void assertRefused(
      String message, Class<? extends RuntimeException> type, Runnable work) {
    assertEquals(message, assertThrows(type, work::run).getMessage());
  }

  @Test
  void binsCountEachNumberUpToTheLargest() {
    var x = Tensor.of(new int[] {3, 0, 3, 1});
    assertEquals("i64[4]", x.bincount().type().toString());
    assertArrayEquals(new long[] {1, 1, 0, 2}, x.bincount().toLongArray());
    assertArrayEquals(new long[] {1, 1, 0, 2, 0, 0}, x.bincount(6).toLongArray());
    assertArrayEquals(new long[] {1, 1, 0, 2}, x.bincount(2).toLongArray());
    assertArrayEquals(new long[] {}, Tensor.zeros(DType.INT64, 0).bincount().toLongArray());
    assertArrayEquals(new long[] {2}, Tensor.zeros(DType.UINT8, 2).bincount().toLongArray());
  }

  @Test
  void binsNeedAVectorOfWholeNumbersOfZeroOrMore() {
    assertRefused(
        "bincount needs a vector of whole numbers, and a length of 0 or more; found f32[2] and 0.",
        ShapeException.class,
        () -> Tensor.ones(2).bincount());
    assertRefused(
        "bincount needs a vector of whole numbers, and a length of 0 or more; found i32[2] and -1.",
        ShapeException.class,
        () -> Tensor.of(new int[] {1, 2}).bincount(-1));
    assertRefused(
        "bincount of i32[2] needs numbers of 0 or more; found -2.",
        IndexException.class,
        () -> Tensor.of(new int[] {1, -2}).bincount());
  }

  @Test
  void valuesAreSearchedAsALoopDoes() {
    var sorted = new double[] {-1, 0, 0, 0, 2, 2, 5};
    var values = new double[] {5, 0, -2, 6, 1, 2, 0, -1};
    for (boolean right : new boolean[] {false, true}) {
      var expected = new long[values.length];
      for (int i = 0; i < values.length; i++) {
        for (double s : sorted) {
          expected[i] += s < values[i] || (right && s == values[i]) ? 1 : 0;
        }
      }
      var found = Tensor.of(sorted).searchSorted(Tensor.of(values, 2, 4), right);
      assertEquals("i64[2, 4]", found.type().toString());
      assertArrayEquals(expected, found.toLongArray());
    }
  }

  @Test
  void nothingIsSearchedAmongNothing() {
    var none = Tensor.zeros(0);
    assertArrayEquals(new long[] {0, 0}, none.searchSorted(Tensor.ones(2), false).toLongArray());
    assertEquals(Shape.of(0), Tensor.ones(2).searchSorted(none, true).shape());
    assertRefused(
        "searchSorted needs a vector in order; found f32[2, 2]. Give one row at a time.",
        ShapeException.class,
        () -> Tensor.ones(2, 2).searchSorted(none, true));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0.25, 2", "0.5, 3", "0.625, 4", "1, 7"})
  void aQuantileLiesOnTheLineBetweenTwoElements(double q, double expected) {
    var x = Tensor.of(new double[] {5, 1, 7, 3, 2});
    assertEquals(expected, x.quantile(q).item());
    assertEquals(expected, Tensor.of(new int[] {5, 1, 7, 3, 2}).quantile(q).item());
  }

  @Test
  void quantilesAreTakenAlongAnAxis() {
    var x = Tensor.of(new float[][] {{4, 1}, {0, 3}});
    assertArrayEquals(new float[] {2, 2}, x.quantile(0.5, 0).toFloatArray());
    assertArrayEquals(new float[] {2.5f, 1.5f}, x.quantile(0.5, 1).toFloatArray());
  }

  @Test
  void aQuantileOfNanIsNanAndThatOfInfinitiesAnInfinity() {
    assertEquals(Double.NaN, Tensor.of(new double[] {1, Double.NaN, 2}).quantile(0).item());
    double below = Double.NEGATIVE_INFINITY;
    assertEquals(below, Tensor.of(new double[] {below, below, 2}).quantile(0.25).item());
  }

  @Test
  void aQuantileNeedsAShareAndAnElement() {
    assertRefused(
        "quantile needs a share of 0 to 1; found 1.5.",
        IllegalArgumentException.class,
        () -> Tensor.ones(2).quantile(1.5));
    assertRefused(
        "quantile of f32[2, 0] over axis 1: nothing to choose from. Check for empty tensors first.",
        ShapeException.class,
        () -> Tensor.zeros(2, 0).quantile(0.5, 1));
  }
}
