package io.ligature.nn;

import static io.ligature.nn.Example.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ligature.Params;
import io.ligature.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The model as a function of its parameters.
class FunctionalTest {
  private final Linear layer = new Linear(2, 1);
  private final Sequential net = new Sequential(layer, new Identity());
  private final Tensor x = Tensor.of(new float[][] {{1, 10}});

  FunctionalTest() {
    layer.weight().set(Tensor.of(new float[][] {{1, 2}}));
    layer.bias().set(Tensor.of(3f));
  }

  @Test
  void paramsAreCopies() {
    var params = net.params();
    layer.bias().set(Tensor.of(100f));
    assertEquals(24, net.apply(params, x).item());
    assertEquals(121, net.apply(x).item());
  }

  @Test
  void otherValuesAreReadAndTheBlockKeepsItsOwn() {
    var params = net.params().with("0.bias", Tensor.of(new float[] {50}));
    assertEquals(71, net.apply(params, x).item());
    assertEquals(24, net.apply(x).item());
    assertEquals(71, net.with(params, () -> net.apply(x)).item());
  }

  @Test
  void gradientsGoToTheGivenValuesAndNotToTheBlock() {
    var weight = Tensor.of(new float[][] {{5, 5}}).requireGrad();
    net.apply(net.params().with("0.weight", weight), x).sum().backward();
    assertArrayEquals(new float[] {1, 10}, weight.grad().toFloatArray());
    assertNull(layer.weight().grad());
  }

  @Test
  void everythingThatDoesNotFitIsListed() {
    var params = Params.of(Map.of("0.weight", Tensor.ones(3, 1))).with("1.weight", Tensor.ones(2));
    assertMessage(
        "These parameters do not fit Sequential: 0.weight needs shape [1, 2], found [3, 1];"
            + " unexpected 1.weight f32[2]; missing 0.bias. Take them from params() or init(key,"
            + " x).",
        IllegalArgumentException.class,
        () -> net.apply(params, x));
  }

  /// Two layers with one weight, once turned.
  private static final class Tied extends Block {
    final Linear up = new Linear(2, 3, false);
    final Linear down = new Linear(3, 2, false);

    Tied() {
      tieTransposed("down.weight", "up.weight");
    }

    @Override
    protected Tensor forward(Tensor x) {
      return down.apply(up.apply(x));
    }
  }

  @Test
  void anyNameOfATieSetsItTurnedWhereTheNameIs() {
    var tied = new Tied();
    var weight = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    var expected = x.matmul(weight.t()).matmul(weight).toFloatArray();
    assertArrayEquals(
        expected, tied.apply(Params.of(Map.of("up.weight", weight)), x).toFloatArray());
    assertArrayEquals(
        expected, tied.apply(Params.of(Map.of("down.weight", weight.t())), x).toFloatArray());
  }

  @Test
  void twoValuesForOneParameterAreRefused() {
    var shared = new Linear(2, 2, false);
    var twice = new Sequential(shared, shared);
    assertMessage(
        "These parameters do not fit Sequential: 0.weight and 1.weight are one and have two values."
            + " Take them from params() or init(key, x).",
        IllegalArgumentException.class,
        () ->
            twice.apply(
                Params.of(Map.of("0.weight", Tensor.ones(2, 2)))
                    .with("1.weight", Tensor.zeros(2, 2)),
                x));
  }

  /// Counts its calls in a buffer.
  private static final class Counting extends Block {
    final Buffer calls = Buffer.of(Tensor.of(0));

    @Override
    protected Tensor forward(Tensor x) {
      calls.set(calls.value().plus(1));
      return x.times(calls.value());
    }
  }

  @Test
  void buffersComeBackAndTheBlockKeepsItsOwn() {
    var counting = new Sequential(new Counting());
    var applied = counting.applyWithState(counting.params(), x);
    assertEquals(1, applied.buffers().get("0.calls").itemLong());
    assertEquals(0, counting.buffer("0.calls").data().itemLong());
    var again = counting.applyWithState(applied.buffers(), x);
    assertEquals(2, again.buffers().get("0.calls").itemLong());
    assertArrayEquals(new float[] {2, 20}, again.output().toFloatArray());
  }

  @Test
  void anEnsembleGivesAResultAMember() {
    var one = net.params();
    var two = one.with("0.bias", Tensor.of(new float[] {0}));
    var results = net.applyEach(Params.stack(List.of(one, two)), x);
    assertEquals(24, results.get(0).item());
    assertEquals(21, results.get(1).item());
  }
}
