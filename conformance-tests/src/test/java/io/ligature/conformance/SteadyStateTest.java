package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Device;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.ParameterDict;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.Optimizer;
import io.ligature.nn.optim.SGD;
import io.ligature.spi.HeapStorage;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Training in a scope takes its memory from the pool: a step leaves what the next one needs.
class SteadyStateTest {
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "vector"})
  void aStepOfSgdMakesNoLargeArray(String device) {
    assertEquals(0, freshBytes(device, parameters -> new SGD(parameters, 1e-3).momentum(0.9)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "vector"})
  void aStepOfAdamMakesNoLargeArray(String device) {
    assertEquals(0, freshBytes(device, parameters -> new Adam(parameters, 1e-3)));
  }

  private static long freshBytes(String device, Function<ParameterDict, Optimizer> rule) {
    return Device.of(device)
        .with(
            () -> {
              var net =
                  new Sequential(
                      new Linear(250, 200), new ReLU(), new Linear(200, 50), new Linear(50, 10));
              var optimizer = rule.apply(net.parameters());
              var x = Tensor.randn(32, 250);
              var y = Tensor.randint(Shape.of(32), 0, 10);
              step(net, optimizer, x, y);
              step(net, optimizer, x, y); // now every gradient has had one before it
              long before = HeapStorage.freshBytes();
              for (int i = 0; i < 5; i++) {
                step(net, optimizer, x, y);
              }
              return HeapStorage.freshBytes() - before;
            });
  }

  private static void step(Sequential net, Optimizer optimizer, Tensor x, Tensor y) {
    Memory.scope(
        () -> {
          optimizer.zeroGrad();
          Losses.crossEntropy(net.apply(x), y).backward();
          optimizer.step();
        });
  }
}
