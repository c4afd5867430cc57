package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Parameter;
import io.ligature.nn.ParameterDict;
import io.ligature.op.SgdStep;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Steps of parameters that are large enough to wait for each other.
class TogetherTest {
  private static final int LARGE = 3000;

  @SuppressWarnings("UnusedVariable") // the block finds its parameters itself
  private static final class Many extends Block {
    final Parameter first = large(1, DType.FLOAT32);
    final Parameter small = Parameter.of(Tensor.ones(3));
    final Parameter second = large(2, DType.FLOAT32);
    final Parameter half = large(3, DType.FLOAT16);
    final Parameter wide = large(4, DType.FLOAT64);

    private static Parameter large(long seed, DType dtype) {
      return Parameter.of(Tensor.randn(Key.of(seed), LARGE).to(dtype));
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }

    /// Gives every parameter a gradient.
    Many gradients() {
      long seed = 10;
      for (var parameter : parameters().toList()) {
        var data = parameter.data();
        parameter.zeroGrad();
        parameter.grad(Tensor.randn(Key.of(seed++), data.shape()).to(data.dtype()));
      }
      return this;
    }
  }

  private static void assertSameAsAlone(Function<ParameterDict, Optimizer> make) {
    var together = new Many();
    var alone = new Many();
    var all = make.apply(together.parameters());
    var each =
        alone.parameters().names().stream()
            .map(name -> make.apply(alone.parameters().select(name)))
            .toList();
    for (int step = 0; step < 3; step++) {
      together.gradients();
      all.step();
      alone.gradients();
      each.forEach(Optimizer::step);
    }
    var expected = alone.parameters().toList();
    var found = together.parameters().toList();
    for (int i = 0; i < found.size(); i++) {
      assertArrayEquals(
          expected.get(i).data().toDoubleArray(), found.get(i).data().toDoubleArray());
    }
  }

  @Test
  void giveTheBitsThatEachGivesAlone() {
    assertSameAsAlone(parameters -> new SGD(parameters, 0.1));
    assertSameAsAlone(parameters -> new SGD(parameters, 0.1).momentum(0.9).weightDecay(0.01));
    assertSameAsAlone(parameters -> new Adam(parameters, 0.1).amsgrad());
    assertSameAsAlone(parameters -> new AdamW(parameters, 0.1));
  }

  /// Fails at the second parameter while it is told to.
  private static final class Failing extends Optimizer {
    boolean fails = true;

    Failing(Many net) {
      super(List.of(new ParameterGroup(net.parameters())), 1);
    }

    @Override
    protected void update(Trainee trainee, Tensor data, Tensor gradient) {
      if (fails && trainee.name().equals("second")) {
        throw new IllegalStateException("no step");
      }
      var step = new SgdStep(1, 0, 0, 0, false, false, false);
      together().add(step, new Tensor[] {data}, data, gradient);
    }

    @Override
    protected List<String> remembers(Trainee trainee) {
      return List.of();
    }
  }

  @Test
  void areForgottenAfterAnError() {
    var net = new Many().gradients();
    var before = net.first.data().copy();
    var optimizer = new Failing(net);
    assertEquals(
        "no step", assertThrows(IllegalStateException.class, optimizer::step).getMessage());
    assertArrayEquals(before.toDoubleArray(), net.first.data().toDoubleArray());
    optimizer.fails = false;
    optimizer.step();
    var expected = before.minus(net.first.lentGrad().detach());
    assertArrayEquals(expected.toDoubleArray(), net.first.data().toDoubleArray());
  }
}
