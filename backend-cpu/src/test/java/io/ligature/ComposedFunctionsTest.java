package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/// Functions that are put together from others.
class ComposedFunctionsTest {
  private static final double NAN = Double.NaN;

  private static void assertValues(Tensor x, double... expected) {
    assertArrayEquals(expected, x.toDoubleArray());
  }

  @Test
  void sumsAndMeansPassOverWhatIsNotANumber() {
    var x = Tensor.of(new double[][] {{1, NAN, 3}, {NAN, NAN, NAN}});
    assertEquals(4, x.nanSum().item());
    assertValues(x.nanSum(1), 4, 0);
    assertValues(x.nanMean(1), 2, NAN);
    assertEquals(Shape.of(1, 3), x.nanMean(true, 0).shape());
    assertValues(x.nanMean(true, 0), 1, NAN, 3);
    var whole = Tensor.of(new int[] {1, 2});
    assertEquals("i64[]", whole.nanSum().type().toString());
    assertEquals(1.5, whole.nanMean().item());
  }

  @Test
  void wholeNumbersAreDividedTowardsZero() {
    var a = Tensor.of(new long[] {7, -7, 7, -7, 0, 5, Long.MIN_VALUE});
    var b = Tensor.of(new long[] {2, 2, -2, -2, 3, 0, 3});
    var quotient = a.truncDiv(b);
    assertEquals("i64[7]", quotient.type().toString());
    assertArrayEquals(new long[] {3, -3, -3, 3, 0, 0, Long.MIN_VALUE / 3}, quotient.toLongArray());
    assertArrayEquals(new int[] {-3, 3}, Tensor.of(new int[] {-7, 7}).truncDiv(2).toIntArray());
    assertValues(Tensor.of(new double[] {-7.5, 7.5}).truncDiv(2), -3, 3);
  }

  @Test
  void heavisideStepsAtZero() {
    var x = Tensor.of(new double[] {-2, 0, 3, NAN, -0.0});
    assertValues(x.heaviside(0.5), 0, 0.5, 1, NAN, 0.5);
    assertValues(x.heaviside(Tensor.of(new double[] {9, 8, 7, 6, 5})), 0, 8, 1, NAN, 5);
    assertEquals("i32[2]", Tensor.of(new int[] {-1, 0}).heaviside(1).type().toString());
  }

  @Test
  void differencesUndoSums() {
    var x = Tensor.of(new int[][] {{1, 4, 9}, {2, 2, 0}});
    assertValues(x.diff(1), 3, 5, 0, -2);
    assertValues(x.diff(0), 1, -2, -9);
    assertValues(x.cumsum(1).diff(1), 4, 9, 2, 0);
    assertEquals(Shape.of(2, 0), x.narrow(1, 0, 1).diff(1).shape());
    assertEquals(Shape.of(2, 0), x.narrow(1, 0, 0).diff(1).shape());
  }

  @Test
  void partsAreAddedWhereTheIndexSays() {
    var x = Tensor.ones(3, 2);
    var parts = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    var index = Tensor.of(new int[] {2, 0, -1});
    assertValues(x.indexAdd(0, index, parts), 4, 5, 1, 1, 7, 9);
    assertValues(
        x.indexAdd(1, Tensor.of(new int[] {1}), Tensor.of(new float[][] {{1}, {2}, {3}})),
        1,
        2,
        1,
        3,
        1,
        4);
    assertEquals(
        "indexAdd into f32[3, 2] along axis 0 needs an index (n) and parts with n there, and as x"
            + " elsewhere; found i32[3] and f32[2, 2].",
        assertThrows(ShapeException.class, () -> x.indexAdd(0, index, Tensor.ones(2, 2)))
            .getMessage());
  }

  @Test
  void runningSumsOfExponentialsDoNotOverflow() {
    double low = Double.NEGATIVE_INFINITY;
    var x = Tensor.of(new double[][] {{1000, 1000, 0, 1001}, {low, low, -1000, 2}});
    var sums = x.logCumSumExp(1).toDoubleArray();
    double two = 1000 + Math.log(2);
    assertArrayEquals(
        new double[] {1000, two, two, 1001 + Math.log(1 + 2 / Math.E), low, low, -1000, 2},
        sums,
        4 * Math.ulp(1001.0));
    assertArrayEquals(x.logCumSumExp(1).toDoubleArray(), x.t().logCumSumExp(0).t().toDoubleArray());
  }
}
