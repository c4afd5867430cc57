package io.ligature.nn;

import static io.ligature.nn.Example.assertMessage;
import static io.ligature.nn.Example.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Residual, Parallel and Concat.
class BranchesTest {
  private static final Tensor X = Example.of(2, 3);

  @Test
  void aResidualBlockAddsItsInput() {
    var linear = Example.drawn(new Linear(3, 3));
    var layer = new Residual(linear);
    assertEquals(List.of("inner.weight", "inner.bias"), Example.names(layer));
    assertArrayEquals(X.plus(linear.apply(X)).toDoubleArray(), layer.apply(X).toDoubleArray());
    Example.checkGradients(layer, X);
  }

  @Test
  void orWhatItsShortcutMakesOfIt() {
    var layer = Example.drawn(new Residual(new Linear(3, 4), new Linear(3, 4, false)));
    assertEquals(List.of("inner.weight", "inner.bias", "shortcut.weight"), Example.names(layer));
    var expected = layer.block("shortcut").apply(X).plus(layer.block("inner").apply(X));
    assertArrayEquals(expected.toDoubleArray(), layer.apply(X).toDoubleArray());
  }

  @Test
  void resultsOfTwoShapesAreNotAddedEvenIfTheyBroadcast() {
    assertRefused(
        "Residual needs two results of one shape; found [2, 3] of the shortcut and [2, 1] of the"
            + " inner block, for x [2, 3]. Give it a shortcut of the inner block's shape.",
        new Residual(new Linear(3, 1)),
        Tensor.ones(2, 3));
  }

  @Test
  void blocksSideBySideAreJoinedFromTheLeft() {
    var layer = new Parallel(Tensor::minus, new Identity(), new ReLU(), new Tanh());
    var expected = X.minus(X.relu()).minus(X.tanh());
    assertArrayEquals(expected.toDoubleArray(), layer.apply(X).toDoubleArray());
    assertArrayEquals(
        X.toDoubleArray(), new Parallel(Tensor::minus, new Identity()).apply(X).toDoubleArray());
  }

  @Test
  void aBlockInTwoPlacesIsOneSetOfParameters() {
    var linear = Example.drawn(new Linear(3, 2));
    var layer = new Parallel(Tensor::plus, linear, linear);
    assertEquals(List.of("0.weight", "0.bias"), List.copyOf(layer.parameters().toMap().keySet()));
    assertArrayEquals(linear.apply(X).times(2).toDoubleArray(), layer.apply(X).toDoubleArray());
    layer.untie("1.weight");
    layer.parameter("1.weight").set(Tensor.zeros(2, 3));
    layer.parameter("1.bias").set(Tensor.zeros(2));
    assertArrayEquals(linear.apply(X).toDoubleArray(), layer.apply(X).toDoubleArray());
  }

  @Test
  void aCopyHasBranchesOfItsOwn() {
    var layer = Example.drawn(new Parallel(Tensor::plus, new Linear(3, 2), new Linear(3, 2)));
    var before = layer.apply(X).toDoubleArray();
    var copy = layer.copy();
    copy.parameter("1.weight").set(Tensor.zeros(2, 3));
    assertArrayEquals(before, layer.apply(X).toDoubleArray());
    var expected = layer.block("0").apply(X).plus(layer.parameter("1.bias").data());
    assertArrayEquals(expected.toDoubleArray(), copy.apply(X).toDoubleArray());
  }

  @Test
  void resultsStandOneAfterTheOtherAlongAnAxis() {
    var net = new Concat(1, new LazyConv2d(2, 1), new Identity(), new LazyConv2d(4, 1));
    var x = Tensor.rand(Shape.of(1, 3, 2, 2));
    var y = net.apply(x);
    assertEquals(Shape.of(1, 9, 2, 2), y.shape());
    assertArrayEquals(x.toFloatArray(), y.narrow(1, 2, 3).toFloatArray());
    assertEquals(List.of("0.weight", "0.bias", "2.weight", "2.bias"), Example.names(net));
    assertArrayEquals(
        Tensor.cat(-1, X, X).toDoubleArray(),
        new Concat(-1, new Identity(), new Identity()).apply(X).toDoubleArray());
  }

  @Test
  void anErrorNamesTheBranch() {
    var linear = new Linear(4, 2);
    assertRefused(
        "Linear needs x (..., 4); found [2, 3]. Reshape x, or build the layer for its last extent.",
        linear,
        Tensor.ones(2, 3));
    for (var layer :
        List.of(
            new Parallel(Tensor::plus, new Linear(3, 2), linear),
            new Concat(0, new Linear(3, 2), linear))) {
      assertMessage(
          "In layer 1.1: Linear needs x (..., 4); found [2, 3]. Reshape x, or build the layer for"
              + " its last extent.",
          io.ligature.ShapeException.class,
          () -> new Sequential(new Identity(), layer).apply(Tensor.ones(2, 3)));
    }
  }

  @Test
  void withoutBlocksThereIsNothingToJoin() {
    assertMessage(
        "Parallel needs 1 block or more; found none.",
        IllegalArgumentException.class,
        () -> new Parallel(Tensor::plus));
    assertMessage(
        "Concat needs 1 block or more; found none.",
        IllegalArgumentException.class,
        () -> new Concat(1));
    assertMessage(
        "The block '1' is null.",
        NullPointerException.class,
        () -> new Concat(1, new Identity(), null));
  }

  @Test
  void printsItsBranches() {
    assertEquals(
        """
        Concat(axis 1) {
          0: Identity
          1: ReLU
        }\
        """,
        new Concat(1, new Identity(), new ReLU()).toString());
  }
}
