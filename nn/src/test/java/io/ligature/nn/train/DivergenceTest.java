package io.ligature.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Dropout;
import io.ligature.nn.Init;
import io.ligature.nn.Linear;
import io.ligature.nn.Sequential;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.data.Dataset;
import io.ligature.nn.loss.Loss;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.SGD;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// NaN and infinities stop a training, and say where they began.
class DivergenceTest {
  private static final String ADVICE =
      " The weights are those before this step. Lower the learning rate, clip gradients, or look at"
          + " the data.";

  /// The logarithm of its input: NaN below 0.
  private static final class Log extends Block {
    @Override
    protected Tensor forward(Tensor x) {
      return x.log();
    }
  }

  private static Sequential net() {
    var net =
        Sequential.of(
            Map.entry("in", new Linear(2, 2)),
            Map.entry("drop", new Dropout(0.5)),
            Map.entry("tail", new Sequential(new Log(), new Linear(2, 1))));
    net.initialize(Init.ones());
    net.materialize();
    net.block("drop").eval();
    return net;
  }

  /// Two good steps, then this row.
  private static DataLoader data(float... last) {
    var x = Tensor.of(new float[] {1, 1, 2, 2, last[0], last[1]}, 3, 2);
    return new DataLoader(Dataset.of(x, Tensor.zeros(3, 1)), 1);
  }

  private static DivergedException diverge(Block net, Loss loss, DataLoader data) {
    var trainer = new Trainer(net, new SGD(net.parameters(), 1e-6), loss);
    return assertThrows(DivergedException.class, () -> trainer.fit(data, 1));
  }

  @Test
  void theFirstLayerWithABadResultIsNamed() {
    var e = diverge(net(), Losses::mse, data(-3, -3));
    assertEquals(
        "Step 3 (epoch 1, batch 3): the loss is NaN. The first layer whose result is not finite is"
            + " tail.0: 2 of 2 values, the first at [0, 0], which is NaN."
            + ADVICE,
        e.getMessage());
    assertEquals("tail.0", e.path());
    assertEquals(3, e.step());
  }

  @Test
  void aBadInputIsNamed() {
    var e = diverge(net(), Losses::mse, data(1, Float.POSITIVE_INFINITY));
    assertEquals(
        "Step 3 (epoch 1, batch 3): the loss is Infinity. The input is not finite: 1 of 2 values,"
            + " the first at [0, 1], which is Infinity."
            + ADVICE,
        e.getMessage());
    assertEquals("", e.path());
  }

  @Test
  void aBadParameterIsNamed() {
    var net = net();
    net.parameter("tail.1.weight").set(Tensor.of(new float[] {1, Float.NaN}, 1, 2));
    var e = diverge(net, Losses::mse, data(1, 1));
    assertEquals(
        "Step 1 (epoch 1, batch 1): the loss is NaN. Parameter tail.1.weight is not finite: 1 of 2"
            + " values, the first at [0, 1], which is NaN."
            + ADVICE,
        e.getMessage());
    assertEquals("tail.1.weight", e.path());
  }

  @Test
  void aBadLossFunctionIsNamed() {
    var e = diverge(net(), (p, t) -> p.minus(p).div(0).sum(), data(1, 1));
    assertEquals(
        "Step 1 (epoch 1, batch 1): the loss is NaN. Inputs, parameters and the results of all"
            + " layers are finite: look at the loss function and the targets."
            + ADVICE,
        e.getMessage());
  }

  @Test
  void aBadGradientIsNamedAndTheWeightsStay() {
    var net = net();
    var before = net.getWeights();
    // the root of 0 is fine, and its slope is not
    var e = diverge(net, (p, t) -> p.minus(p.detach()).abs().sqrt().sum(), data(1, 1));
    assertEquals(
        "Step 1 (epoch 1, batch 1): the gradient of in.weight is not finite: 4 of 4 values, the"
            + " first at [0, 0], which is NaN. The loss is."
            + ADVICE,
        e.getMessage());
    assertEquals("in.weight", e.path());
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i).toFloatArray(), net.getWeights().get(i).toFloatArray());
    }
  }

  @Test
  void lookingForTheLayerDrawsTheSameNumbersAgain() {
    var net = new Sequential(new Dropout(0.5), new Log(), new Linear(4, 1));
    net.initialize(Init.ones());
    net.materialize();
    Key.seed(3);
    var x = Tensor.of(new float[] {1, 1, 1, 1}, 1, 4); // what is dropped has the logarithm -inf
    var e = diverge(net, Losses::mse, new DataLoader(Dataset.of(x, Tensor.zeros(1, 1)), 1));
    Key.seed(3);
    var dropped = net.get(0).apply(x).toFloatArray();
    long zeros = 0;
    int first = -1;
    for (int i = 0; i < 4; i++) {
      zeros += dropped[i] == 0 ? 1 : 0;
      first = first < 0 && dropped[i] == 0 ? i : first;
    }
    assertEquals("1", e.path());
    assertEquals(
        "Step 1 (epoch 1, batch 1): the loss is Infinity. The first layer whose result is not"
            + " finite is 1: %d of 4 values, the first at [0, %d], which is -Infinity."
                .formatted(zeros, first)
            + ADVICE,
        e.getMessage());
  }

  @Test
  void sumsThatOverflowAreNoInfinities() {
    var x = Tensor.full(io.ligature.Shape.of(4), 3e38f);
    assertEquals(true, Divergence.isFinite(x));
    assertEquals(false, Divergence.isFinite(Tensor.of(1f, Float.NaN)));
    assertEquals(
        false, Divergence.isFinite(Tensor.of(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)));
    assertEquals(true, Divergence.isFinite(Tensor.of(1, 2)));
  }
}
