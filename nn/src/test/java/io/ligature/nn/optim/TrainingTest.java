package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.nn.Dropout;
import io.ligature.nn.Linear;
import io.ligature.nn.ParameterDict;
import io.ligature.nn.Sequential;
import io.ligature.nn.Tanh;
import io.ligature.nn.loss.Losses;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Layers, losses and optimizers together.
class TrainingTest {
  private static final Tensor X = Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);
  private static final Tensor EXCLUSIVE_OR = Tensor.of(new long[] {0, 1, 1, 0});

  private static final Map<String, Function<ParameterDict, Optimizer>> OPTIMIZERS =
      Map.of(
          "SGD", p -> new SGD(p, 0.5),
          "SGD with momentum", p -> new SGD(p, 0.1).momentum(0.9),
          "SGD that looks ahead", p -> new SGD(p, 0.1).momentum(0.9).nesterov(),
          "Adam", p -> new Adam(p, 0.05),
          "AdamW", p -> new AdamW(p, 0.05).clipNorm(1),
          "NAdam", p -> new NAdam(p, 0.05),
          "RAdam", p -> new RAdam(p, 0.05),
          "RMSprop", p -> new RMSprop(p, 0.01),
          "Adagrad", p -> new Adagrad(p, 0.2),
          "Lion", p -> new Lion(p, 0.01));

  @BeforeEach
  void seed() {
    Key.seed(42);
  }

  private static Sequential net() {
    return new Sequential(new Linear(2, 8), new Tanh(), new Linear(8, 2));
  }

  /// No net without a hidden layer learns it.
  @TestFactory
  Stream<DynamicTest> learnsTheExclusiveOr() {
    return OPTIMIZERS.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      Key.seed(42);
                      var net = net();
                      var optimizer = e.getValue().apply(net.parameters());
                      for (int step = 0; step < 500; step++) {
                        optimizer.zeroGrad();
                        Losses.crossEntropy(net.apply(X), EXCLUSIVE_OR).backward();
                        optimizer.step(Stale.ERROR);
                      }
                      var loss = Losses.crossEntropy(net.apply(X), EXCLUSIVE_OR).item();
                      assertTrue(loss < 0.05, () -> "loss " + loss);
                      assertArrayEquals(
                          EXCLUSIVE_OR.toLongArray(), net.apply(X).argmax(1).toLongArray());
                    }));
  }

  @Test
  void microBatchesMoveWhatTheWholeBatchMoves() {
    var whole = net();
    whole.to(DType.FLOAT64);
    whole.materialize();
    var parts = whole.copy();
    var x = X.to(DType.FLOAT64);
    var one = new AdamW(whole.parameters(), 0.1).clipNorm(0.01);
    var other = new AdamW(parts.parameters(), 0.1).clipNorm(0.01);
    for (int step = 0; step < 5; step++) {
      one.zeroGrad();
      Losses.crossEntropy(whole.apply(x), EXCLUSIVE_OR).backward();
      one.step();
      other.accumulate(loss(parts, x, 0, 3), 3);
      other.accumulate(loss(parts, x, 3, 4), 1);
      other.step();
    }
    whole
        .parameters()
        .forEach(
            (name, p) ->
                assertArrayEquals(
                    p.data().toDoubleArray(),
                    parts.parameter(name).data().toDoubleArray(),
                    1e-10,
                    name));
  }

  private static Tensor loss(Sequential net, Tensor x, long from, long to) {
    return Losses.crossEntropy(net.apply(x.slice(0, from, to)), EXCLUSIVE_OR.slice(0, from, to));
  }

  @Test
  void theSameSeedTrainsTheSameNet() {
    assertArrayEquals(trainWithDropout(), trainWithDropout());
  }

  private static float[] trainWithDropout() {
    Key.seed(7);
    var net = new Sequential(new Linear(2, 8), new Dropout(0.5), new Linear(8, 2));
    var optimizer = new Adam(net.parameters());
    for (int step = 0; step < 10; step++) {
      optimizer.zeroGrad();
      Losses.crossEntropy(net.apply(X), EXCLUSIVE_OR).backward();
      optimizer.step();
    }
    return net.parameter("0.weight").data().toFloatArray();
  }

  @Test
  void aModelThatMovesToAnotherTypeGoesOn() {
    var net = net();
    var optimizer = new AdamW(net.parameters(), 0.05);
    for (int step = 0; step < 200; step++) {
      if (step == 100) {
        net.to(DType.FLOAT64);
      }
      optimizer.zeroGrad();
      var x = X.to(net.parameter("0.weight").dtype());
      Losses.crossEntropy(net.apply(x), EXCLUSIVE_OR).backward();
      optimizer.step();
    }
    assertEquals(DType.FLOAT64, optimizer.state().get("0.weight.exp_avg").dtype());
    assertArrayEquals(
        EXCLUSIVE_OR.toLongArray(), net.apply(X.to(DType.FLOAT64)).argmax(1).toLongArray());
  }
}
