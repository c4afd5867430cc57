package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.nn.optim.SGD;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients of parameters: no edit goes unseen, and the functional form leaves the slots alone.
class ParameterGradientTest {
  private final Linear linear = new Linear(2, 1);

  private Tensor loss() {
    return linear.apply(Tensor.of(new float[] {1, 2}, 1, 2).requireGrad()).sum();
  }

  static Stream<Arguments> edits() {
    return Stream.of(
        edit("data().set", net -> net.weight().data().set(0, 0, 7)),
        edit("data().plusAssign", net -> net.weight().data().plusAssign(1)),
        edit("set", net -> net.weight().set(Tensor.ones(1, 2))),
        edit("init", net -> net.weight().init((shape, dtype, _) -> Tensor.ones(dtype, shape))),
        edit("a step", net -> stepped(net)),
        edit("a live state", net -> net.stateDict().get("weight").fill(3)));
  }

  private static Arguments edit(String name, Consumer<Linear> change) {
    return arguments(name, change);
  }

  private static void stepped(Linear net) {
    net.weight().grad(Tensor.ones(1, 2));
    net.bias().grad(Tensor.ones(1));
    new SGD(net.parameters(), 0.1).step();
    net.zeroGrad();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void everyEditBetweenForwardAndBackwardIsFound(String name, Consumer<Linear> edit) {
    var loss = loss();
    edit.accept(linear);
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(
        true,
        error.getMessage().contains(" as it was, but it was edited in place since."),
        error.getMessage());
    assertNull(linear.weight().grad());
    assertNull(linear.bias().grad());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void everyEditAfterBackwardIsAllowed(String name, Consumer<Linear> edit) {
    loss().backward();
    linear.zeroGrad();
    edit.accept(linear);
    loss().backward();
    assertArrayEquals(new float[] {1, 2}, linear.weight().grad().toFloatArray());
  }

  @Test
  void aFunctionalGradientLeavesTheGradientsOfParametersNull() {
    var x = Tensor.of(new float[] {1, 2}, 1, 2);
    var params = linear.params();
    var gradient = Grad.grad((io.ligature.Params q) -> linear.apply(q, x).sum()).apply(params);
    assertEquals(List.of("weight", "bias"), new ArrayList<>(gradient.names()));
    assertArrayEquals(new float[] {1, 2}, gradient.get("weight").toFloatArray());
    assertArrayEquals(new float[] {1}, gradient.get("bias").toFloatArray());
    assertNull(linear.weight().grad());
    assertNull(linear.bias().grad());
  }

  @Test
  void aTieHasOneFunctionalGradientOverAllUses() {
    var shared = new Linear(1, 1);
    var net = new Sequential(shared, shared);
    shared.weight().set(Tensor.of(3f).reshape(1, 1));
    shared.bias().set(Tensor.of(1f).reshape(1));
    var x = Tensor.of(2f).reshape(1, 1);
    var gradient = Grad.grad((io.ligature.Params q) -> net.apply(q, x).sum()).apply(net.params());
    assertEquals(List.of("0.weight", "0.bias"), new ArrayList<>(gradient.names()));
    assertEquals(13, gradient.get("0.weight").sum().item());
    assertEquals(4, gradient.get("0.bias").sum().item());
    assertNull(shared.weight().grad());
  }

  @Test
  void aCheckpointedLayerGivesItsParametersTheSameGradients() {
    var x = Tensor.of(new float[] {1, 2}, 1, 2);
    linear.apply(x).square().sum().backward();
    var expected = linear.weight().grad().toFloatArray();
    linear.zeroGrad();
    Grad.checkpoint(linear).apply(x).square().sum().backward();
    assertArrayEquals(expected, linear.weight().grad().toFloatArray());
  }

  @Test
  void anAssignedGradientOfOneRepeatedElementCanBeAddedTo() {
    linear.weight().grad(Tensor.of(10f).expand(1, 2));
    loss().backward();
    assertArrayEquals(new float[] {11, 12}, linear.weight().grad().toFloatArray());
  }
}
