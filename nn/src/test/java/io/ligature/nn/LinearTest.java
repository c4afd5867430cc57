package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinearTest {
  private static double[] values(Block block, String path) {
    return block.parameter(path).data().toDoubleArray();
  }

  @Test
  void computesXTimesWTransposedPlusB() {
    var layer = new Linear(3, 2);
    layer.weight().set(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    layer.bias().set(Tensor.of(new float[] {10, 20}));
    var x = Tensor.of(new float[] {1, 0, -1, 2, 1, 0}, 2, 1, 3);
    var y = layer.apply(x);
    assertEquals(Shape.of(2, 1, 2), y.shape());
    assertArrayEquals(new float[] {8, 18, 14, 33}, y.toFloatArray());
    assertArrayEquals(
        new float[] {8, 18}, layer.apply(Tensor.of(new float[] {1, 0, -1})).toFloatArray());
  }

  @Test
  void weightAndBiasBeginWithinOneOverTheRootOfTheInputs() {
    var layer = new Linear(16, 1000);
    for (var name : new String[] {"weight", "bias"}) {
      var drawn = values(layer, name);
      assertTrue(Arrays.stream(drawn).allMatch(v -> Math.abs(v) <= 0.25), name);
      assertTrue(Arrays.stream(drawn).anyMatch(v -> v > 0.24), name);
      assertTrue(Arrays.stream(drawn).anyMatch(v -> v < -0.24), name);
      double error = 5 * 0.25 / Math.sqrt(3.0 * drawn.length);
      assertEquals(0, Arrays.stream(drawn).average().orElseThrow(), error, name);
    }
  }

  @Test
  void withoutInputsTheBiasBeginsAtZero() {
    assertArrayEquals(new double[] {0, 0}, values(new Linear(0, 2), "bias"));
  }

  @Test
  void lazyBeginsAsEagerBitForBit() {
    var x = Tensor.rand(Key.of(5), Shape.of(2, 4));
    Key.seed(3);
    var lazy = new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(3));
    lazy.apply(x);
    Key.seed(3);
    var eager = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 3));
    eager.apply(x);
    for (var name : eager.parameters().names()) {
      assertArrayEquals(values(eager, name), values(lazy, name), name);
    }
    assertEquals(8, Arrays.stream(values(lazy, "0.bias")).distinct().count());
  }

  @Test
  void theFunctionalFormBeginsByTheSameRule() {
    var lazy = new Sequential(new LazyLinear(8), new LazyLinear(3));
    var eager = new Sequential(new Linear(4, 8), new Linear(8, 3));
    var x = Tensor.zeros(1, 4);
    eager
        .init(Key.of(1), x)
        .forEach(
            (name, tensor) ->
                assertArrayEquals(
                    tensor.toFloatArray(), lazy.init(Key.of(1), x).get(name).toFloatArray(), name));
  }

  @Test
  void theBiasOfALazyLayerWaitsForTheWeight() {
    var net = new Sequential(new LazyLinear(8));
    var bias = net.parameter("0.bias");
    var e = assertThrows(UninitializedParameterException.class, bias::data);
    assertEquals(
        "The bias beside 0.weight [8, ?] f32 begins by the number of its inputs, which is not known"
            + " yet. Call apply(x), materialize(inputShape) or load(file) of the model first, or"
            + " set how it begins with init(initializer).",
        e.getMessage());
    bias.init(Init.constant(2));
    assertEquals(2, bias.data().get(7).item());
  }

  @Test
  void theCopyOfALazyLayerWaitsForItsOwnWeight() {
    var source = new LazyLinear(2000);
    var copy = (LazyLinear) source.copy();
    copy.apply(Tensor.zeros(1, 100));
    assertFalse(source.weight().isInitialized());
    assertTrue(Arrays.stream(values(copy, "bias")).allMatch(v -> Math.abs(v) <= 0.1));
    assertTrue(Arrays.stream(values(copy, "bias")).anyMatch(v -> Math.abs(v) > 0.09));
  }

  @Test
  void aBiasThatAFileLacksIsDrawnByTheShapeOfTheLoadedWeight() {
    var layer = new LazyLinear(3);
    layer.load(StateDict.of(Map.of("weight", Tensor.ones(3, 4))), LoadOption.ALLOW_MISSING);
    assertFalse(layer.bias().isInitialized());
    layer.apply(Tensor.zeros(1, 4));
    assertTrue(Arrays.stream(values(layer, "bias")).allMatch(v -> Math.abs(v) <= 0.5));
    assertEquals(3, Arrays.stream(values(layer, "bias")).distinct().count());
  }

  static final class OneOfTwo extends Block {
    final Linear used = new LazyLinear(2);
    final Linear idle = new LazyLinear(2);

    @Override
    protected Tensor forward(Tensor x) {
      return used.apply(x);
    }
  }

  @Test
  void aLayerThatTheInputDoesNotReachWaitsWhole() {
    var model = new OneOfTwo();
    model.apply(Tensor.zeros(1, 3));
    assertTrue(model.used.bias().isInitialized());
    assertFalse(model.idle.weight().isInitialized());
    assertFalse(model.idle.bias().isInitialized());
    model.idle.apply(Tensor.zeros(1, 5));
    assertEquals(Shape.of(2, 5), model.idle.weight().shape());
    assertTrue(model.idle.bias().isInitialized());
  }

  @Test
  void aSharedLazyWeightDecidesForBothBiases() {
    var shared = new LazyLinear(4);
    var other = new LazyLinear(4);
    other.share(shared);
    assertSame(shared.bias(), other.bias());
    other.apply(Tensor.zeros(1, 9));
    assertEquals(Shape.of(4, 9), shared.weight().shape());
    assertTrue(Arrays.stream(values(shared, "bias")).allMatch(v -> Math.abs(v) <= 1.0 / 3));
  }

  @Test
  void anInputOfAnotherWidthIsRefused() {
    var layer = new Linear(784, 2);
    var e = assertThrows(ShapeException.class, () -> layer.apply(Tensor.zeros(32, 28, 28)));
    assertEquals(
        "Linear needs x (..., 784); found [32, 28, 28]. Reshape x, or build the layer for its last"
            + " extent.",
        e.getMessage());
    assertThrows(ShapeException.class, () -> layer.apply(Tensor.of(1f)));
    var scalar = assertThrows(ShapeException.class, () -> new LazyLinear(2).apply(Tensor.of(1f)));
    assertEquals("Linear needs x (..., in); found a scalar. Reshape x.", scalar.getMessage());
  }

  @Test
  void aLayerWithoutBiasSaysSo() {
    var layer = new Linear(3, 2, false);
    assertFalse(layer.hasBias());
    var e = assertThrows(IllegalStateException.class, layer::bias);
    assertEquals(
        "Linear(3 -> 2, no bias) was made without a bias. Ask hasBias() first.", e.getMessage());
  }

  @Test
  void printsItsExtentsAsFarAsTheyAreKnown() {
    var lazy = new LazyLinear(8);
    assertEquals("LazyLinear(? -> 8)", lazy.toString());
    lazy.apply(Tensor.zeros(1, 4));
    assertEquals("LazyLinear(4 -> 8)", lazy.toString());
  }
}
