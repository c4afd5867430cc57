package io.ligature.conformance;

import static io.ligature.conformance.Fixtures.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Buffer;
import io.ligature.nn.Initializer;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.Parameter;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The models of a well-known textbook chapter on building blocks and their parameters.
///
/// @see <a href="https://d2l.ai/chapter_builders-guide/index.html">Zhang, Lipton, Li and Smola,
///   Dive into Deep Learning, Builders' Guide</a>
public abstract class ChapterConformance {
  /// For subclasses.
  protected ChapterConformance() {}

  static final class Nest extends Block {
    final Sequential net =
        new Sequential(new LazyLinear(64), new ReLU(), new LazyLinear(32), new ReLU());
    final Linear linear = new LazyLinear(16);

    @Override
    protected Tensor forward(Tensor x) {
      return linear.apply(net.apply(x));
    }
  }

  static final class FixedHidden extends Block {
    final Buffer randomWeight = Buffer.of(Tensor.rand(20, 20));
    final Linear linear = new LazyLinear(20);

    @Override
    protected Tensor forward(Tensor x) {
      x = linear.apply(x);
      x = x.matmul(randomWeight.value()).plus(1).relu();
      x = linear.apply(x);
      while (x.abs().sum().item() > 1) {
        x = x.div(2);
      }
      return x.sum();
    }
  }

  @Test
  void theChimeraHasTheseParameters() {
    var chimera = new Sequential(new Nest(), new LazyLinear(20), new FixedHidden());
    assertEquals(shape(), chimera.apply(Tensor.rand(2, 20)).shape());
    var seen = new ArrayList<String>();
    chimera.parameters().forEach((name, p) -> seen.add(name + " " + p.shape()));
    assertEquals(
        List.of(
            "0.net.0.weight [64, 20]",
            "0.net.0.bias [64]",
            "0.net.2.weight [32, 64]",
            "0.net.2.bias [32]",
            "0.linear.weight [16, 32]",
            "0.linear.bias [16]",
            "1.weight [20, 16]",
            "1.bias [20]",
            "2.linear.weight [20, 20]",
            "2.linear.bias [20]"),
        seen);
    assertEquals(4712, chimera.parameters().count());
  }

  @Test
  void controlFlowThatReadsValuesStillInitialisesAllOrNothing() {
    var net = new Sequential(new FixedHidden(), new LazyLinear(1));
    Fixtures.assertRefused(RuntimeException.class, () -> net.apply(Tensor.rand(2, 20)), "1");
    assertFalse(net.parameter("0.linear.weight").isInitialized());
  }

  @Test
  void theFixedWeightNeverTrains() {
    var net = new FixedHidden();
    var before = net.randomWeight.value().toDoubleArray();
    net.apply(Tensor.rand(2, 20)).backward();
    assertEquals(List.of("linear.weight", "linear.bias"), List.copyOf(net.parameters().names()));
    Fixtures.assertValues(net.randomWeight.value(), before);
    assertTrue(net.stateDict().names().contains("randomWeight"));
  }

  @Test
  void aCustomInitialiserIsFollowed() {
    Initializer custom =
        (shape, dtype, key) -> {
          var w = Tensor.uniform(key, shape, -10, 10);
          return w.times(w.abs().ge(5).to(dtype));
        };
    var net = new Sequential(new LazyLinear(64), new ReLU(), new LazyLinear(1));
    net.visit(Linear.class, layer -> layer.weight().init(custom));
    net.apply(Tensor.rand(2, 100));
    var values = net.parameter("0.weight").data().toDoubleArray();
    int zeros = 0;
    for (double value : values) {
      assertTrue(value == 0 || (Math.abs(value) >= 5 && Math.abs(value) <= 10), () -> "" + value);
      zeros += value == 0 ? 1 : 0;
    }
    assertEquals(0.5, zeros / (double) values.length, 0.05);
  }

  @Test
  void aLayerWithoutParametersCentres() {
    var centered =
        new Block() {
          @Override
          protected Tensor forward(Tensor x) {
            return x.minus(x.mean());
          }
        };
    var net = new Sequential(new LazyLinear(128), centered);
    assertEquals(0, net.apply(Tensor.rand(4, 8)).mean().item(), 1e-6);
  }

  static final class OwnLinear extends Block {
    final Parameter weight;
    final Parameter bias;

    OwnLinear(int in, int units) {
      weight = Parameter.of(Tensor.randn(in, units));
      bias = Parameter.of(Tensor.randn(units));
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x.matmul(weight.value()).plus(bias.value()).relu();
    }
  }

  @Test
  void aLayerOfOnesOwnGetsGradients() {
    var layer = new OwnLinear(5, 3);
    layer.bias.data().fill(100); // so that no unit is off
    layer.apply(Tensor.rand(2, 5)).sum().backward();
    Fixtures.assertValues(layer.bias.grad(), 2, 2, 2);
    assertEquals(shape(5, 3), Fixtures.present(layer.weight.grad()).shape());
  }

  @Test
  void repeatedBlocksAreSeparate() {
    var net = Sequential.repeat(3, () -> new Linear(2, 2));
    assertEquals(6, net.parameters().size());
    net.initialize((shape, dtype, key) -> Tensor.rand(key, dtype, shape));
    assertFalse(
        net.parameter("0.weight").data().eq(net.parameter("1.weight").data()).all().itemBoolean());
    assertEquals(
        shape(2, 2),
        net.apply(Tensor.randn(Key.of(1), net.parameter("0.weight").dtype(), shape(2, 2))).shape());
  }
}
