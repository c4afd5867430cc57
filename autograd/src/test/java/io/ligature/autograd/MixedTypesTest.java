package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A gradient has the type of its tensor, whatever the types on the way; whole numbers have none.
class MixedTypesTest {
  private static final String[] REAL = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"};

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
  void aGradientHasTheTypeOfItsLeaf(String name) {
    var dtype = DType.valueOf(name);
    for (var other : REAL) {
      var x = Tensor.of(1f, 2f).to(dtype).requireGrad();
      var y = Tensor.of(3f, 4f).to(DType.valueOf(other)).requireGrad();
      x.times(y).sum().backward();
      assertEquals(dtype, x.grad().dtype());
      assertEquals(y.dtype(), y.grad().dtype());
      assertArrayEquals(new double[] {3, 4}, x.grad().to(DType.FLOAT64).toDoubleArray());
      assertArrayEquals(new double[] {1, 2}, y.grad().to(DType.FLOAT64).toDoubleArray());
    }
  }

  @Test
  void aChainOfCastsComesBack() {
    var x = f64(1, 2).requireGrad();
    x.to(DType.FLOAT16).to(DType.FLOAT32).to(DType.BFLOAT16).to(DType.FLOAT64).sum().backward();
    assertEquals(DType.FLOAT64, x.grad().dtype());
    assertArrayEquals(new double[] {1, 1}, x.grad().toDoubleArray());
  }

  @Test
  void aGradientThroughAHalfIsRoundedLikeAHalf() {
    var x = f64(1).requireGrad();
    x.to(DType.FLOAT16).to(DType.FLOAT64).times(1 + 0x1p-12).sum().backward(); // 11 bits hold 1
    assertEquals(1, x.grad().sum().item());
  }

  @Test
  void aSumOverUsesInManyTypesIsInTheTypeOfTheLeaf() {
    var x = Tensor.of(1f, 2f).requireGrad();
    x.to(DType.FLOAT64).times(2).plus(x.to(DType.FLOAT16).times(3)).plus(x).sum().backward();
    assertEquals(DType.FLOAT32, x.grad().dtype());
    assertArrayEquals(new float[] {6, 6}, x.grad().toFloatArray());
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "UINT8", "INT32", "INT64", "BOOL"})
  void wholeNumbersCannotBeLeaves(DType dtype) {
    var x = Tensor.zeros(dtype, 2);
    var error = assertThrows(DTypeException.class, x::requireGrad);
    assertEquals(
        "Only real numbers have gradients; found " + x.type() + ". Cast it with to(DType.FLOAT32).",
        error.getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "UINT8", "INT32", "INT64", "BOOL"})
  void aRoundTripThroughWholeNumbersCutsTheGradient(DType dtype) {
    var x = f64(1, 2).requireGrad();
    assertEquals(false, x.to(dtype).isTracked());
    assertEquals(false, x.to(dtype).to(DType.FLOAT64).isTracked());
  }

  @Test
  void comparisonsAndIndicesAreConstants() {
    var x = f64(1, 2).requireGrad();
    assertEquals(false, x.gt(1).isTracked());
    assertEquals(false, x.argmax().isTracked());
    assertEquals(false, x.sort(0).indices().isTracked());
    assertEquals(true, x.sort(0).values().isTracked());
  }

  @Test
  void wholeOperandsScaleTheGradientAndGetNone() {
    var x = f64(1, 2).requireGrad();
    var whole = Tensor.of(3, 4);
    x.times(whole).sum().backward();
    assertArrayEquals(new double[] {3, 4}, x.grad().toDoubleArray());
    assertEquals(null, whole.grad());
  }

  @Test
  void aMaskOfBoolsSelectsTheGradient() {
    var x = f64(1, 2, 3).requireGrad();
    x.maskedSelect(Tensor.of(true, false, true)).square().sum().backward();
    assertArrayEquals(new double[] {2, 0, 6}, x.grad().toDoubleArray());
  }
}
