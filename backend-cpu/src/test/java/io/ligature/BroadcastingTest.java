package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.spi.Layout;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Operands of different shapes, against a loop over the elements of the result.
class BroadcastingTest {
  private static Shape shape(String text) {
    return text.isEmpty()
        ? Shape.of()
        : Shape.of(Stream.of(text.split("x")).mapToLong(Long::parseLong).toArray());
  }

  private static Tensor counting(Shape shape, double start) {
    return Tensor.arange(DType.FLOAT64, start, start + shape.size(), 1).reshape(shape);
  }

  @ParameterizedTest(name = "[{0}] with [{1}] is [{2}]")
  @CsvSource({
    "'', '', ''",
    "'', 3, 3",
    "3, 3, 3",
    "3, 1, 3",
    "2x1, 3, 2x3",
    "2x3, 3, 2x3",
    "1x3, 2x1, 2x3",
    "4x1x3, 2x1, 4x2x3",
    "1x1, '', 1x1",
    "0, 1, 0",
    "0, '', 0",
    "2x0, 0, 2x0",
    "2x0, 1, 2x0",
    "1x0, 3x1, 3x0",
    "0x3, 3, 0x3",
    "5x1x0, 1x4x1, 5x4x0",
    "2x1x2x1x2x1x2x1, 1x3x1x2x1x2x1x2, 2x3x2x2x2x2x2x2",
    "2x1x1x1x1x1x1x3, 3, 2x1x1x1x1x1x1x3",
    "1x1x1x1x1x1x1x1, 2x2x2x2x2x2x2x2, 2x2x2x2x2x2x2x2"
  })
  void alignsAtTheLastAxisAndRepeatsExtentsOfOne(String left, String right, String result) {
    var a = counting(shape(left), 1);
    var b = counting(shape(right), 100);
    assertEquals(shape(result), a.plus(b).shape());
    var expected = byLoop(a, b, shape(result));
    assertArrayEquals(expected, a.minus(b).toDoubleArray());
    var negated = b.minus(a);
    assertEquals(shape(result), negated.shape());
    assertArrayEquals(expected, negated.negate().plus(0).toDoubleArray());
    assertEquals(shape(result), a.lt(b).shape());
    assertEquals(shape(result), a.gt(0).where(a, b).shape());
    assertEquals(shape(result), a.hypot(b).shape());
  }

  private static double[] byLoop(Tensor a, Tensor b, Shape shape) {
    var left = Layout.rowMajor(a.shape()).expand(shape);
    var right = Layout.rowMajor(b.shape()).expand(shape);
    double[] x = a.toDoubleArray();
    double[] y = b.toDoubleArray();
    var expected = new double[(int) shape.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = x[(int) left.index(i)] - y[(int) right.index(i)];
    }
    return expected;
  }

  @Test
  void viewsAreBroadcastAsTheyAre() {
    var x = counting(Shape.of(3, 2), 0).t();
    var y = counting(Shape.of(6), 0).slice(0, 0, 6, 2).flip(0).unsqueeze(0);
    assertArrayEquals(
        byLoop(x.contiguous(), y.contiguous(), Shape.of(2, 3)), x.minus(y).toDoubleArray());
  }

  @Test
  void threeOperandsAreBroadcastTogether() {
    var condition = Tensor.of(true, false).unsqueeze(1);
    var chosen = condition.where(Tensor.of(1, 2, 3), Tensor.of(7).reshape(1, 1, 1));
    assertEquals(Shape.of(1, 2, 3), chosen.shape());
    assertArrayEquals(new int[] {1, 2, 3, 7, 7, 7}, chosen.toIntArray());
    var way = Tensor.of(0f).lerp(Tensor.of(1f, 2f), Tensor.of(new float[] {0, 0.5f, 1}, 3, 1));
    assertArrayEquals(new float[] {0, 0, 0.5f, 1, 1, 2}, way.toFloatArray());
    var limited = Tensor.of(5f).clamp(Tensor.of(0f, 6f), Tensor.of(new float[] {4, 9}, 2, 1));
    assertArrayEquals(new float[] {4, 4, 5, 6}, limited.toFloatArray());
  }

  record Function(String name, BinaryOperator<Tensor> f) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Function> functions() {
    return Stream.of(
        new Function("plus", Tensor::plus),
        new Function("minus", Tensor::minus),
        new Function("times", Tensor::times),
        new Function("div", Tensor::div),
        new Function("floorDiv", Tensor::floorDiv),
        new Function("rem", Tensor::rem),
        new Function("fmod", Tensor::fmod),
        new Function("pow", Tensor::pow),
        new Function("maximum", Tensor::maximum),
        new Function("minimum", Tensor::minimum),
        new Function("fmax", Tensor::fmax),
        new Function("fmin", Tensor::fmin),
        new Function("copysign", Tensor::copysign),
        new Function("atan2", Tensor::atan2),
        new Function("hypot", Tensor::hypot),
        new Function("logAddExp", Tensor::logAddExp),
        new Function("xlogy", Tensor::xlogy),
        new Function("xlog1py", Tensor::xlog1py),
        new Function("lerp", (a, b) -> a.lerp(b, 0.5)),
        new Function("eq", Tensor::eq),
        new Function("ne", Tensor::ne),
        new Function("lt", Tensor::lt),
        new Function("le", Tensor::le),
        new Function("gt", Tensor::gt),
        new Function("ge", Tensor::ge),
        new Function("isClose", (a, b) -> a.isClose(b, 0, 0)),
        new Function("logicalAnd", Tensor::logicalAnd),
        new Function("logicalOr", Tensor::logicalOr),
        new Function("logicalXor", Tensor::logicalXor),
        new Function("maskedFill", (a, b) -> a.maskedFill(b.gt(0), 1)),
        new Function("clampMin", Tensor::clampMin),
        new Function("clampMax", Tensor::clampMax),
        new Function("leakyRelu", Tensor::leakyRelu),
        new Function("and", (a, b) -> a.to(DType.INT32).and(b.to(DType.INT32))),
        new Function("or", (a, b) -> a.to(DType.INT32).or(b.to(DType.INT32))),
        new Function("xor", (a, b) -> a.to(DType.INT32).xor(b.to(DType.INT32))),
        new Function("shl", (a, b) -> a.to(DType.INT32).shl(b.to(DType.INT32))),
        new Function("shr", (a, b) -> a.to(DType.INT32).shr(b.to(DType.INT32))),
        new Function("ushr", (a, b) -> a.to(DType.INT32).ushr(b.to(DType.INT32))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void shapesThatDoNotFitAreNamed(Function f) {
    var error =
        assertThrows(
            ShapeException.class, () -> f.f.apply(Tensor.zeros(2, 3), Tensor.zeros(4, 1, 2)));
    assertEquals(
        f.name
            + " cannot broadcast [2, 3] and [4, 1, 2]: aligned at the last axis, extents 3 and 2"
            + " differ and neither is 1. Reshape, unsqueeze or transpose one of them.",
        error.getMessage());
    var empty =
        assertThrows(ShapeException.class, () -> f.f.apply(Tensor.zeros(0), Tensor.zeros(2)));
    assertEquals(
        f.name
            + " cannot broadcast [0] and [2]: aligned at the last axis, extents 0 and 2 differ and"
            + " neither is 1. Reshape, unsqueeze or transpose one of them.",
        empty.getMessage());
  }

  @Test
  void threeShapesThatDoNotFitAreNamed() {
    var x = Tensor.zeros(2, 3);
    var error =
        assertThrows(
            ShapeException.class, () -> x.gt(0).where(Tensor.zeros(3), Tensor.zeros(2, 2)));
    assertEquals(
        "where cannot broadcast [2, 3] and [3] and [2, 2]: aligned at the last axis, extents 3 and"
            + " 2 differ and neither is 1. Reshape, unsqueeze or transpose one of them.",
        error.getMessage());
    assertEquals(
        "clamp cannot broadcast [2, 3] and [] and [2]: aligned at the last axis, extents 3 and 2"
            + " differ and neither is 1. Reshape, unsqueeze or transpose one of them.",
        assertThrows(ShapeException.class, () -> x.clamp(Tensor.of(0f), Tensor.zeros(2)))
            .getMessage());
    assertEquals(
        "lerp cannot broadcast [2, 3] and [3] and [2]: aligned at the last axis, extents 3 and 2"
            + " differ and neither is 1. Reshape, unsqueeze or transpose one of them.",
        assertThrows(ShapeException.class, () -> x.lerp(Tensor.zeros(3), Tensor.zeros(2)))
            .getMessage());
  }

  @Test
  void everyFunctionOfAnEmptyTensorIsEmpty() {
    for (var f : functions().toList()) {
      assertEquals(Shape.of(0, 2), f.f.apply(Tensor.zeros(0, 2), Tensor.zeros(2)).shape(), f.name);
      assertEquals(Shape.of(), f.f.apply(Tensor.of(1f), Tensor.of(1f)).shape(), f.name);
    }
  }

  @Test
  void nothingIsComputedOnADryDevice() {
    var dry = Device.DRY.with(() -> Tensor.zeros(2, 1));
    for (var f : functions().toList()) {
      var found = f.f.apply(dry, Tensor.zeros(3));
      assertEquals(Shape.of(2, 3), found.shape(), f.name);
      assertEquals(true, found.device().isDry(), f.name);
    }
    assertEquals(List.of(2L, 1L), List.of(dry.erfc().shape().get(0), dry.erfinv().shape().get(1)));
  }
}
