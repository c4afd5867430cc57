package io.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How a difference between two tensors is explained.
class ClosenessTest {
  private static void assertExplained(String words, Optional<String> found) {
    assertEquals(Optional.of(words), found);
  }

  @Test
  void theFirstDifferenceIsNamedByItsIndex() {
    var x = Tensor.zeros(2, 3, 4);
    var y = Tensor.zeros(2, 3, 4);
    y.set(1, 2, 0, 0.25);
    y.set(1, 2, 3, -2);
    assertExplained(
        "at [1, 2, 0]: 0.0 is not within 1.0E-8 of 0.25 (absolute 1.0E-8, relative 0.0); 2 of 24"
            + " elements differ, by at most 2.0",
        x.difference(y, 0, 1e-8));
  }

  @Test
  void theToleranceIsThatOfTheElement() {
    assertExplained(
        "at [1]: 120.0 is not within 10.5 of 100.0 (absolute 0.5, relative 0.1); 1 of 2 elements"
            + " differ, by at most 20.0",
        Tensor.of(1.0, 120).difference(Tensor.of(1.0, 100), 0.1, 0.5));
  }

  @Test
  void nanAndInfinitiesAreShownAsTheyAre() {
    double inf = Double.POSITIVE_INFINITY;
    assertExplained(
        "at [0]: NaN is not within 0.5 of NaN (absolute 0.5, relative 0.0); 2 of 2 elements"
            + " differ, by at most NaN",
        Tensor.of(Double.NaN, inf).difference(Tensor.of(Double.NaN, -inf), 0, 0.5));
    assertExplained(
        "at [1]: 1.0 is not within 0.5 of -Infinity (absolute 0.5, relative 0.0); 1 of 2 elements"
            + " differ, by at most Infinity",
        Tensor.of(inf, 1).difference(Tensor.of(inf, -inf), 0, 0.5));
  }

  @Test
  void eachValueIsShownInItsOwnType() {
    assertExplained(
        "at [1]: 2 is not within 0.25 of 2.5 (absolute 0.25, relative 0.0); 1 of 2 elements differ,"
            + " by at most 0.5",
        Tensor.of(1, 2).difference(Tensor.of(1f, 2.5f), 0, 0.25));
    assertExplained(
        "at []: 1 is not within 0.0 of 0 (absolute 0.0, relative 0.0); 1 of 1 elements differ, by"
            + " at most 1.0",
        Tensor.of(true).difference(Tensor.of(0), 0, 0));
  }

  @Test
  void viewsAreComparedInTheirOwnOrder() {
    var x = Tensor.arange(6).reshape(2, 3).t();
    var y = x.contiguous();
    assertEquals(Optional.empty(), x.difference(y, 0, 0));
    y.set(2, 0, 7);
    assertExplained(
        "at [2, 0]: 2 is not within 0.0 of 7 (absolute 0.0, relative 0.0); 1 of 6 elements differ,"
            + " by at most 5.0",
        x.difference(y, 0, 0));
  }

  @Test
  void wholeNumbersAreTheirExactDistanceApart() {
    long large = 1L << 53;
    var expected = Tensor.of(new long[] {large, Long.MAX_VALUE});
    assertExplained(
        "at [0]: 9007199254740993 is not within 0.5 of 9007199254740992 (absolute 0.5, relative"
            + " 0.0); 1 of 2 elements differ, by at most 1.0",
        Tensor.of(new long[] {large + 1, Long.MAX_VALUE}).difference(expected, 0, 0.5));
    assertExplained(
        "at [1]: -9223372036854775808 is not within 0.0 of 9223372036854775807 (absolute 0.0,"
            + " relative 0.0); 1 of 2 elements differ, by at most 1.8446744073709552E19",
        Tensor.of(new long[] {large, Long.MIN_VALUE}).difference(expected, 0, 0));
  }

  @Test
  void shapesAreComparedFirst() {
    assertExplained(
        "the shapes differ: i32[2, 1] and f64[2]",
        Tensor.zeros(DType.INT32, 2, 1).difference(Tensor.zeros(DType.FLOAT64, 2)));
    assertEquals(
        "Tolerances are 0 or more; found relative NaN and absolute 0.0.",
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.zeros(1).difference(Tensor.zeros(2), Double.NaN, 0))
            .getMessage());
  }
}
