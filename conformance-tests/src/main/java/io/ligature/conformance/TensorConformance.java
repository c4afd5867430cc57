package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What api does around the kernels: promotion, broadcasting, copies where strides were declined,
/// results without elements.
public abstract class TensorConformance {
  /// For subclasses.
  protected TensorConformance() {}

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "INT32", "INT64", "BOOL"})
  void theDeviceComputesInWhatModelsNeed(DType dtype) {
    var device = Device.current();
    assertTrue(
        device.computes(dtype),
        () ->
            "%s does not declare %s, which random numbers, indices and masks of models are made of"
                .formatted(device, dtype));
  }

  @ParameterizedTest(name = "{0} plus {1}")
  @MethodSource("pairs")
  void promotesToTheWiderType(DType a, DType b) {
    var device = Device.current();
    var wanted = DType.promote(a, b);
    assumeTrue(device.computes(wanted.widened()), () -> device + " does not compute in " + wanted);
    var left = Tensor.of(new double[] {1, 0, 1, 1, 0, 1}, 2, 3).to(a);
    var right = Tensor.of(new double[] {0, 1, 1}).to(b);
    var sum = a == DType.BOOL && b == DType.BOOL ? left.or(right) : left.plus(right);
    assertSame(device, sum.device());
    assertEquals(wanted.computes() ? wanted : sum.dtype(), sum.dtype());
    var expected =
        wanted == DType.BOOL ? new double[] {1, 1, 1, 1, 1, 1} : new double[] {1, 1, 2, 1, 1, 2};
    assertArrayEquals(expected, sum.to(DType.FLOAT64).toDoubleArray());
  }

  static Stream<Arguments> pairs() {
    return Stream.of(DType.values())
        .flatMap(a -> Stream.of(DType.values()).map(b -> arguments(a, b)));
  }

  /// Operands that are views give what their copies give, whether or not the backend takes strides.
  @Test
  void viewsGiveWhatTheirCopiesGive() {
    var x = Tensor.arange(24).to(Fixtures.real()).reshape(2, 3, 4);
    for (var view :
        new Tensor[] {
          x.permute(2, 0, 1),
          x.flip(1),
          x.slice(2, 1, 4, 2),
          x.sum(true, 1).expand(Shape.of(2, 3, 4))
        }) {
      var copy = view.copy();
      same(copy.plus(copy), view.plus(view));
      same(copy.sum(0), view.sum(0));
      same(copy.cumsum(1), view.cumsum(1));
      same(copy.argmax(2).to(x.dtype()), view.argmax(2).to(x.dtype()));
      same(copy.matmul(copy.transpose(1, 2)), view.matmul(view.transpose(1, 2)));
      same(copy.sort(0).values(), view.sort(0).values());
      same(copy.ge(5).where(copy, copy.zerosLike()), view.ge(5).where(view, view.zerosLike()));
    }
  }

  private static void same(Tensor expected, Tensor found) {
    assertEquals(expected.shape(), found.shape());
    assertArrayEquals(
        expected.to(DType.FLOAT64).toDoubleArray(), found.to(DType.FLOAT64).toDoubleArray());
  }

  /// No kernel is called for a result without elements.
  @Test
  void resultsWithoutElementsHaveTheirShape() {
    var x = Tensor.zeros(Fixtures.real(), 0, 3);
    assertEquals(Shape.of(0, 3), x.exp().shape());
    assertEquals(Shape.of(0, 3), x.plus(x).shape());
    assertEquals(Shape.of(0, 5), x.matmul(Tensor.zeros(x.dtype(), 3, 5)).shape());
    assertEquals(Shape.of(0), x.sum(1).shape());
    assertEquals(Shape.of(0, 3), x.cumsum(0).shape());
    assertEquals(Shape.of(0, 3), x.sort(1).values().shape());
    assertEquals(Shape.of(0, 3), x.gt(0).where(x, x).shape());
    assertEquals(Shape.of(0, 3), Tensor.cat(0, x, x).shape());
    assertArrayEquals(new double[3], x.sum(0).to(DType.FLOAT64).toDoubleArray());
  }
}
