package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.optim.Adam;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Memory that goes when a scope ends, and what of a model stays.
class PredictTest {
  private final Tensor x = Tensor.randn(Key.of(1), DType.FLOAT32, Shape.of(3, 4));

  @Test
  void predictIsInferenceWithoutHistory() {
    var dropout = new Dropout(0.5);
    var net = new Sequential(new LazyLinear(5), dropout);
    var y = net.predict(x);
    assertFalse(y.isTracked());
    assertArrayEquals(net.get(0).apply(x).toFloatArray(), y.toFloatArray());
    assertTrue(dropout.isTraining());
  }

  @Test
  void predictGivesBackWhatItMade() {
    var net = new Sequential(new LazyLinear(5), new Identity(), new LazyLinear(2));
    var between = new ArrayList<Tensor>();
    try (var _ = net.get(1).onForward((in, out) -> remember(between, out))) {
      net.predict(x);
    }
    assertThrows(IllegalStateException.class, () -> between.getFirst().sum());
    assertEquals(Shape.of(3, 2), net.predict(x).shape());
  }

  private static Tensor remember(List<Tensor> where, Tensor seen) {
    where.add(seen);
    return seen;
  }

  @Test
  void parametersGradientsAndMomentsOutliveTheScopeOfAStep() {
    var net = new Sequential(new LazyLinear(5), new Tanh(), new LazyLinear(2));
    var twin = new Sequential(new LazyLinear(5), new Tanh(), new LazyLinear(2));
    Key.seed(7);
    net.materialize(x.shape());
    Key.seed(7);
    twin.materialize(x.shape());
    var scoped = new Adam(net.parameters(), 0.1);
    var plain = new Adam(twin.parameters(), 0.1);
    for (int i = 0; i < 5; i++) {
      double loss = Memory.scope(() -> step(net, scoped));
      assertEquals(step(twin, plain), loss);
    }
    net.parameters()
        .forEach(
            (name, p) -> {
              assertArrayEquals(
                  twin.parameter(name).data().toFloatArray(), p.data().toFloatArray(), name);
              assertArrayEquals(
                  twin.parameter(name).gradOrZeros().toFloatArray(),
                  p.gradOrZeros().toFloatArray(),
                  name);
            });
  }

  private double step(Block net, Adam optimizer) {
    optimizer.zeroGrad();
    var loss = net.apply(x).square().mean();
    loss.backward();
    optimizer.step();
    return loss.item();
  }

  @Test
  void aModelThatBeganInAScopeStays() {
    var net = new Sequential(new LazyLinear(5));
    Memory.scope(() -> net.apply(x));
    assertEquals(Shape.of(3, 5), net.apply(x).shape());
  }

  @Test
  void aLossThatAScopeReturnsCanStillGoBackwards() {
    var net = new Sequential(new LazyLinear(5), new Tanh(), new LazyLinear(1));
    var loss = Memory.scope(() -> net.apply(x).square().sum());
    loss.backward();
    var gradient = net.parameter("0.weight").gradOrZeros().copy();
    net.zeroGrad();
    net.apply(x).square().sum().backward();
    assertArrayEquals(
        net.parameter("0.weight").gradOrZeros().toFloatArray(), gradient.toFloatArray());
  }
}
