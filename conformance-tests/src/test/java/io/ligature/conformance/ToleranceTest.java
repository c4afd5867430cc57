package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceTest {
  private static final Tolerance FUNCTION = Tolerance.of(Profile.IEEE, Op.Unary.EXP);
  private static final Tolerance EXACT = Tolerance.of(Profile.IEEE, Op.Unary.SQRT);

  @ParameterizedTest
  @CsvSource({"1, 0x1p-52", "1.99, 0x1p-52", "2, 0x1p-51", "0, 0x1p-1074", "1e-310, 0x1p-1074"})
  void aUnitIsTheDistanceOfNeighbours(double scale, double ulp) {
    assertEquals(ulp, Tolerance.ulp(DType.FLOAT64, scale));
  }

  @Test
  void aUnitOfAFloatIsThatOfItsType() {
    assertEquals(Math.ulp(3f), Tolerance.ulp(DType.FLOAT32, 3));
    assertEquals(Float.MIN_VALUE, Tolerance.ulp(DType.FLOAT32, 1e-40));
  }

  @ParameterizedTest(name = "{0} units off: {1}")
  @CsvSource({"0, true", "1, true", "4, true", "5, false"})
  void aFunctionMayBeFourUnitsOff(int units, boolean accepted) {
    float found = 1.5f + units * Math.ulp(1.5f);
    assertEquals(accepted, accepts(FUNCTION, 1.5, found));
    assertEquals(
        units, Tolerance.ulps(DType.FLOAT32, DoubleDouble.of(1.5), 1.5, bits(found)), 1e-9);
  }

  @Test
  void whatIsRoundedOnceHasTheNearest() {
    assertTrue(accepts(EXACT, 1 / 3.0, 1 / 3f));
    assertFalse(accepts(EXACT, 1 / 3.0, Math.nextUp(1 / 3f)));
    assertTrue(accepts(EXACT, -0.0, -0f));
    assertFalse(accepts(EXACT, -0.0, 0f));
  }

  @Test
  void aFunctionMayJustOverflow() {
    assertTrue(accepts(FUNCTION, Float.MAX_VALUE, Float.POSITIVE_INFINITY));
    assertTrue(accepts(FUNCTION, 1e39, Float.MAX_VALUE));
    assertFalse(accepts(FUNCTION, 1e39, 3.4e38f));
    assertFalse(accepts(FUNCTION, 1e39, Float.NEGATIVE_INFINITY));
    assertFalse(accepts(EXACT, 1e39, Float.MAX_VALUE));
  }

  @Test
  void notANumberIsNotANumber() {
    assertTrue(accepts(FUNCTION, Double.NaN, Float.NaN));
    assertFalse(accepts(FUNCTION, Double.NaN, 0));
    assertFalse(accepts(FUNCTION, 0, Float.NaN));
  }

  @Test
  void theMessageGivesTheBoundAndItsReason() {
    assertEquals(
        "within 4.77e-07 = 4.00 ulp of 1.50000: a function of a mathematical library",
        FUNCTION.show(DType.FLOAT32, 1.5));
    assertEquals("rounded once, as IEEE 754 says", EXACT.show(DType.FLOAT32, 1.5));
  }

  /// 4 √n, or n where that is less.
  @ParameterizedTest(name = "{0} products: {1}")
  @CsvSource({"1, 1", "9, 9", "16, 16", "100, 40", "10000, 400"})
  void aSumMayBeOffByTheRootOfItsTerms(int n, double units) {
    var row = Layout.rowMajor(Shape.of(1, n));
    var x = new Operand(Cells.of(DType.FLOAT32, n), row, "contiguous");
    assertEquals(units, Tolerance.of(Profile.IEEE, Op.MatMul.OP, x, x).c());
  }

  @Test
  void aGpuMayFlush() {
    var sum = Tolerance.of(Profile.RELAXED_GPU, Op.Binary.ADD);
    assertTrue(accepts(sum, 1e-40, 0));
    assertFalse(accepts(Tolerance.of(Profile.IEEE, Op.Binary.ADD), 1e-40, 0));
    assertEquals(
        List.of(16.0, 3.0),
        List.of(
            Tolerance.of(Profile.RELAXED_GPU, Op.Unary.EXP).c(),
            Tolerance.of(Profile.RELAXED_GPU, Op.Binary.DIVIDE).c()));
  }

  private static boolean accepts(Tolerance tolerance, double expected, float found) {
    return tolerance.accepts(
        DType.FLOAT32, DoubleDouble.of(expected), Math.abs(expected), bits(found));
  }

  private static long bits(float x) {
    return Float.floatToRawIntBits(x) & 0xFFFFFFFFL;
  }
}
