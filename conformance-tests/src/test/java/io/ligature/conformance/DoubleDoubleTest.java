package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

class DoubleDoubleTest {
  private static final DoubleDouble THIRD = DoubleDouble.of(1).div(3);
  private static final DoubleDouble ROOT = DoubleDouble.of(2).sqrt();

  @Test
  void keepsThirtyDigits() {
    assertNear(DoubleDouble::plus, BigDecimal::add);
    assertNear(DoubleDouble::minus, BigDecimal::subtract);
    assertNear(DoubleDouble::times, BigDecimal::multiply);
    assertNear(DoubleDouble::div, (a, b) -> a.divide(b, MathContext.DECIMAL128));
    assertEquals("0.33333333333333333333333333333333", exact(THIRD).toString().substring(0, 34));
    assertEquals("1.414213562373095048801688724209", exact(ROOT).toString().substring(0, 32));
  }

  private static void assertNear(
      BinaryOperator<DoubleDouble> found, BinaryOperator<BigDecimal> expected) {
    var difference =
        exact(found.apply(THIRD, ROOT)).subtract(expected.apply(exact(THIRD), exact(ROOT)));
    assertTrue(Math.abs(difference.doubleValue()) < 1e-31, difference::toString);
  }

  private static BigDecimal exact(DoubleDouble x) {
    return new BigDecimal(x.high()).add(new BigDecimal(x.low()));
  }

  @Test
  void whatOverflowsHasNoRest() {
    assertEquals(
        DoubleDouble.of(Double.POSITIVE_INFINITY), DoubleDouble.product(Double.MAX_VALUE, 2));
    assertEquals(
        DoubleDouble.of(Double.NEGATIVE_INFINITY),
        DoubleDouble.of(1).plus(Double.NEGATIVE_INFINITY));
  }

  @Test
  void theDistanceIsToBothParts() {
    assertEquals(0x1p-60, new DoubleDouble(1, 0x1p-60).distance(1));
    assertEquals(Math.ulp(1.0) - 0x1p-60, new DoubleDouble(1, 0x1p-60).distance(1 + Math.ulp(1.0)));
  }
}
