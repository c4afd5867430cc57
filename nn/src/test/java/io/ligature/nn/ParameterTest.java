package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.GradMode;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@SuppressWarnings("NullAway") // a gradient that is missing fails the test
class ParameterTest {
  private static void assertMessage(
      String message, Class<? extends Exception> type, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  @Test
  void wholeNumbersAreNotTrained() {
    assertMessage(
        "A parameter needs real numbers; found i64[2]. Use a Buffer, or cast with"
            + " to(DType.FLOAT32).",
        DTypeException.class,
        () -> Parameter.of(Tensor.of(new long[] {1, 2})));
    var weight = new Linear(1, 1).weight();
    assertMessage(
        "A parameter needs real numbers; weight cannot be cast to i32.",
        DTypeException.class,
        () -> weight.to(DType.INT32));
  }

  @Test
  void everyPolicyMayBeSetBeforeShapesAreKnown() {
    var net = new Sequential(new LazyLinear(2, false));
    var seen = new int[1];
    var weight =
        net.parameter("0.weight")
            .init(Init.constant(3))
            .lrMult(0.5)
            .wdMult(0)
            .gradMode(GradMode.WRITE)
            .to(DType.FLOAT64);
    weight.onGrad(
        gradient -> {
          seen[0]++;
          return gradient.times(2);
        });
    var x = Tensor.ones(DType.FLOAT64, 1, 3);
    net.apply(x).sum().backward();
    net.apply(x).sum().backward();
    assertSame(weight, net.parameter("0.weight"));
    assertEquals(DType.FLOAT64, weight.dtype());
    assertArrayEquals(new double[] {3, 3, 3, 3, 3, 3}, weight.data().toDoubleArray());
    assertArrayEquals(new double[] {2, 2, 2, 2, 2, 2}, weight.grad().toDoubleArray());
    assertEquals(2, seen[0]);
    assertEquals(0.5, weight.lrMult());
    assertEquals(0, weight.wdMult());
  }

  @Test
  void aFrozenLazyParameterStaysFrozen() {
    var net = new Sequential(new LazyLinear(2));
    net.parameter("0.weight").freeze();
    net.apply(Tensor.ones(1, 3)).sum().backward();
    assertNull(net.parameter("0.weight").grad());
    assertTrue(net.parameter("0.weight").isFrozen());
  }

  @Test
  void initialisingAgainDrawsAtOnceInTheSameMemory() {
    var weight = Parameter.of(Tensor.zeros(2));
    var data = weight.data();
    weight.init(Init.constant(4));
    assertArrayEquals(new float[] {4, 4}, data.toFloatArray());
  }

  @Test
  void settingTakesTheValuesOfATrackedTensorWithoutItsHistory() {
    var weight = Parameter.of(Tensor.zeros(2));
    weight.set(Tensor.ones(2).requireGrad().times(3));
    assertArrayEquals(new float[] {3, 3}, weight.data().toFloatArray());
    var statistics = Buffer.of(Tensor.zeros(2));
    statistics.set(weight.value().times(2));
    assertArrayEquals(new float[] {6, 6}, statistics.value().toFloatArray());
  }

  @Test
  void aValueOfAnotherShapeIsRefusedWithTheName() {
    var net = new Sequential(new Linear(3, 2));
    assertMessage(
        "set of 0.weight [2, 3] needs a value that broadcasts to its shape; found [4]. Aligned at"
            + " the last axis, extents must be equal, or 1.",
        ShapeException.class,
        () -> net.parameter("0.weight").set(Tensor.ones(4)));
    assertMessage(
        "set of Parameter [2] needs a value that broadcasts to its shape; found [1, 2]. Aligned at"
            + " the last axis, extents must be equal, or 1.",
        ShapeException.class,
        () -> Parameter.of(Tensor.ones(2)).set(Tensor.ones(1, 2)));
    assertMessage(
        "set of Buffer [2] needs a value that broadcasts to its shape; found [3]. Aligned at the"
            + " last axis, extents must be equal, or 1.",
        ShapeException.class,
        () -> Buffer.of(Tensor.ones(2)).set(Tensor.ones(3)));
    assertMessage(
        "set of 0.bias needs a tensor; found null.",
        NullPointerException.class,
        () -> net.parameter("0.bias").set(null));
    assertEquals(7, net.parameter("0.weight").set(Tensor.of(7f)).data().get(1, 2).item());
  }

  @Test
  void anInitialiserOfAnotherShapeIsRefused() {
    var weight = Parameter.of(Shape.of(2), (_, _, _) -> Tensor.zeros(3));
    var e = assertThrows(ShapeException.class, weight::data);
    assertTrue(
        e.getMessage().contains("must return f32[2]; found f32[3]. Return a tensor of the shape"),
        e.getMessage());
  }

  @Test
  void castingTakesTheGradientAlong() {
    var weight = Parameter.of(Tensor.zeros(2));
    weight.grad(Tensor.ones(2));
    weight.to(DType.FLOAT64);
    assertEquals(DType.FLOAT64, weight.data().dtype());
    assertEquals(DType.FLOAT64, weight.grad().dtype());
    assertEquals(DType.FLOAT64, weight.value().dtype());
  }

  @Test
  void gradientsOfAnotherShapeOrTypeAreRefusedWithBoth() {
    var weight = Parameter.of(Tensor.zeros(2, 3));
    var shape = assertThrows(ShapeException.class, () -> weight.grad(Tensor.zeros(3, 2)));
    assertTrue(shape.getMessage().contains("[2, 3]"), shape.getMessage());
    assertTrue(shape.getMessage().contains("[3, 2]"), shape.getMessage());
    var type =
        assertThrows(DTypeException.class, () -> weight.grad(Tensor.zeros(DType.FLOAT64, 2, 3)));
    assertTrue(type.getMessage().contains("f32"), type.getMessage());
    assertTrue(type.getMessage().contains("f64"), type.getMessage());
    assertNull(weight.grad());
  }

  @Test
  void printsALineAndTheValue() {
    assertEquals("Parameter [2] f32\n[0.0000, 0.0000]", Parameter.of(Tensor.zeros(2)).toString());
    assertEquals(
        "Parameter 0.weight [8, ?] f32, uninitialized",
        new Sequential(new LazyLinear(8)).parameter("0.weight").toString());
  }

  // ---- ties

  private static final class Pair extends Block {
    final Linear a = new Linear(2, 3, false);
    final Linear b = new Linear(3, 2, false);
    final Linear c = new Linear(2, 3, false);

    @Override
    protected Tensor forward(Tensor x) {
      return c.apply(b.apply(a.apply(x)));
    }
  }

  @Test
  void aChainOfTiesIsOneParameter() {
    var model = new Pair();
    model.tieTransposed("b.weight", "a.weight");
    model.tieTransposed("c.weight", "b.weight"); // the transpose of the transpose
    assertEquals(1, model.parameters().size());
    assertSame(model.a.weight(), model.c.weight());
    model.a.weight().data().set(0, 1, 7);
    assertEquals(7, model.b.weight().data().get(1, 0).item());
    assertEquals(7, model.c.weight().data().get(0, 1).item());
    assertEquals(
        "Parameter a.weight [3, 2] f32, also b.weight (transposed), c.weight, uninitialized"
            .replace(", uninitialized", ""),
        model.parameters().toString());
    model.apply(Tensor.ones(1, 2)).sum().backward();
    assertEquals(Shape.of(2, 3), model.b.weight().grad().shape());
  }

  @Test
  void tiesThatCannotBeAreRefusedWithBothNames() {
    var model = new Pair();
    assertMessage(
        "A tie needs equal shapes; found b.weight [2, 3] and a.weight [3, 2].",
        ShapeException.class,
        () -> model.tie("b.weight", "a.weight"));
    assertMessage(
        "A tie needs a matrix and its transpose; found c.weight [3, 2] and a.weight [3, 2].",
        ShapeException.class,
        () -> model.tieTransposed("c.weight", "a.weight"));
    model.tie("c.weight", "a.weight");
    assertMessage(
        "c.weight and a.weight are one parameter already, not transposed. Untie them first.",
        IllegalArgumentException.class,
        () -> model.tieTransposed("c.weight", "a.weight"));
    model.b.to(DType.FLOAT64);
    assertMessage(
        "A tie needs one dtype and device; found b.weight (f64 on cpu) and a.weight (f32 on cpu)."
            + " Move or cast one first.",
        IllegalArgumentException.class,
        () -> model.tieTransposed("b.weight", "a.weight"));
    assertEquals(2, model.parameters().size());
  }

  @Test
  void untyingATransposeLeavesEqualValues() {
    var model = new Pair();
    model.tieTransposed("b.weight", "a.weight");
    var before = model.b.weight().data().toFloatArray();
    model.untie("b");
    assertEquals(3, model.parameters().size());
    assertArrayEquals(before, model.b.weight().data().toFloatArray());
    model.a.weight().data().fill(0);
    assertArrayEquals(before, model.b.weight().data().toFloatArray());
    assertMessage(
        "There are no parameters under 'd' to untie; Pair has [a.weight, b.weight, c.weight].",
        IllegalArgumentException.class,
        () -> model.untie("d"));
  }
}
