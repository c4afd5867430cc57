package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.GradMode;
import io.ligature.GradientException;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Init;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.Parameter;
import io.ligature.nn.ParameterDict;
import io.ligature.nn.Sequential;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What all optimizers have in common.
class OptimizerTest {
  private static final double NONE = Double.NaN;

  private final Net net = new Net();
  private final SGD sgd = new SGD(net.parameters(), 0.1);

  private static String message(Class<? extends RuntimeException> type, Executable work) {
    return assertThrows(type, work).getMessage();
  }

  // ---- which parameters a step moves

  @Test
  void aStepMovesWhatHasAGradient() {
    net.gradients(1, -2);
    sgd.step();
    assertEquals(0.9, net.a());
    assertEquals(2.2, net.b());
  }

  @Test
  void noGradientIsNotAGradientOfZero() {
    sgd.weightDecay(1);
    net.gradients(NONE, 0);
    sgd.step();
    assertEquals(1.0, net.a());
    assertEquals(1.8, net.b());
  }

  @Test
  void gradientsStayUntilTheyAreForgotten() {
    net.gradients(1, 1);
    sgd.step();
    sgd.step();
    assertEquals(0.8, net.a(), 1e-15);
    sgd.zeroGrad();
    assertNull(net.a.grad());
    assertNull(net.b.grad());
  }

  @Test
  void whatIsFrozenIsLeftAlone() {
    net.gradients(1, 1);
    net.a.freeze();
    sgd.step();
    assertEquals(1, net.a());
    assertEquals(1.9, net.b());
    net.a.unfreeze();
    sgd.step();
    assertEquals(0.9, net.a());
  }

  @Test
  void theValueIsEditedInPlaceAndCounted() {
    var data = net.a.data();
    int version = data.view().storage().version();
    net.gradients(1, 1);
    sgd.step();
    assertEquals(0.9, data.item());
    assertEquals(version + 1, data.view().storage().version());
  }

  @Test
  void aGraphThatSavedTheOldValueSaysSo() {
    var loss = net.a.value().times(net.a.value());
    net.gradients(1, NONE);
    sgd.step();
    assertThrows(GradientException.class, loss::backward);
  }

  // ---- steps with nothing to do

  @Test
  void aStepWithoutAnyGradientSaysWhy() {
    assertEquals(
        "SGD.step found no gradient in a, b. Call backward() on a loss that depends on them before"
            + " step(), and zeroGrad() before backward().",
        message(GradientException.class, sgd::step));
  }

  @Test
  void aStepWithEverythingFrozenSaysSo() {
    net.gradients(1, 1);
    net.freeze();
    assertEquals(
        "SGD.step found every parameter frozen: a, b. Unfreeze some, or leave the step out.",
        message(GradientException.class, sgd::step));
  }

  @Test
  void aStepWithGradientsSwitchedOffSaysSo() {
    net.a.freeze();
    net.b.gradMode(GradMode.NONE);
    assertEquals(
        "SGD.step found no gradient in b. Their gradMode is NONE: set it to ADD or WRITE.",
        message(GradientException.class, sgd::step));
  }

  @Test
  void aStepBeforeThereAreValuesSaysSo() {
    var lazy = new Sequential(new LazyLinear(3));
    assertEquals(
        "SGD.step found no gradient in 0.weight, 0.bias. They have no values yet: run the model,"
            + " then backward() on its loss.",
        message(GradientException.class, () -> new SGD(lazy.parameters(), 0.1).step()));
  }

  @Test
  void manyNamesAreAbridged() {
    var deep = Sequential.repeat(6, () -> new Linear(1, 1));
    deep.materialize();
    assertEquals(
        "SGD.step found no gradient in 0.weight, 0.bias, 1.weight, 1.bias, 2.weight, 2.bias,"
            + " 3.weight, 3.bias and 4 more. Call backward() on a loss that depends on them before"
            + " step(), and zeroGrad() before backward().",
        message(GradientException.class, () -> new SGD(deep.parameters(), 0.1).step()));
  }

  // ---- stale gradients

  @Test
  void staleErrorNamesAnUnusedParameterAndMovesNothing() {
    net.apply(Tensor.of(3.0)).backward();
    assertEquals(
        "SGD.step found no gradient since the last step in b. Use every parameter in the loss,"
            + " freeze these, or call step(Stale.SKIP).",
        message(GradientException.class, () -> sgd.step(Stale.ERROR)));
    assertEquals(1, net.a());
  }

  @Test
  void staleErrorWantsANewGradientForEveryStep() {
    net.gradients(1, 1);
    sgd.step(Stale.ERROR);
    net.a.grad(Tensor.of(1.0));
    assertThrows(GradientException.class, () -> sgd.step(Stale.ERROR));
    net.b.grad().plusAssign(1);
    sgd.step(Stale.ERROR);
    assertEquals(0.8, net.a(), 1e-15);
    assertEquals(1.7, net.b(), 1e-15);
  }

  @Test
  void staleErrorOverlooksTheFrozen() {
    net.b.freeze();
    net.gradients(1, NONE);
    sgd.step(Stale.ERROR);
    assertEquals(0.9, net.a());
  }

  @Test
  void staleSkipLeavesParameterAndMemoryAlone() {
    sgd.momentum(0.9).weightDecay(0.5);
    net.gradients(1, 1);
    sgd.step();
    double b = net.b();
    double momentum = sgd.state().get("b.momentum_buffer").item();
    net.gradients(1, NONE);
    sgd.step(Stale.SKIP);
    assertEquals(b, net.b());
    assertEquals(momentum, sgd.state().get("b.momentum_buffer").item());
  }

  @Test
  void staleSkipDoesNotUseAGradientTwice() {
    net.gradients(1, 1);
    sgd.step(Stale.SKIP);
    net.a.grad(Tensor.of(1.0));
    sgd.step(Stale.SKIP);
    assertEquals(0.8, net.a(), 1e-15);
    assertEquals(1.9, net.b());
  }

  @Test
  void staleZeroLetsWeightsDecay() {
    sgd.weightDecay(1);
    net.gradients(0, NONE);
    sgd.step(Stale.ZERO);
    assertEquals(0.9, net.a());
    assertEquals(1.8, net.b());
    assertNull(net.b.grad());
  }

  @Test
  void stepsWithoutANewGradientAreRefused() {
    net.gradients(1, 1);
    sgd.step();
    for (var stale : Stale.values()) {
      assertThrows(GradientException.class, () -> sgd.step(stale));
    }
  }

  // ---- settings

  @Test
  void lookingAheadNeedsMomentumAndNoDampening() {
    var words =
        "SGD looks ahead only with a momentum above 0 and without dampening; found %s. Call"
            + " momentum(0.9), for example, and then nesterov().";
    assertEquals(
        words.formatted("momentum 0.0 and dampening 0.0"),
        assertThrows(IllegalArgumentException.class, sgd::nesterov).getMessage());
    sgd.momentum(0.9).nesterov();
    assertEquals(
        words.formatted("dampening 0.5"),
        assertThrows(IllegalArgumentException.class, () -> sgd.dampening(0.5)).getMessage());
    assertEquals(
        words.formatted("momentum 0.0"),
        assertThrows(IllegalArgumentException.class, () -> sgd.momentum(0)).getMessage());
    var group = new ParameterGroup(net.parameters()).momentum(0.9).dampening(0.5);
    assertThrows(IllegalArgumentException.class, () -> new SGD(List.of(group), 0.1).nesterov());
    group.dampening(0);
    new SGD(List.of(group), 0.1).nesterov();
  }

  @Test
  void factorsOfAParameterCount() {
    net.a.lrMult(0.5);
    net.b.wdMult(0.5);
    sgd.weightDecay(1);
    net.gradients(1, 1);
    sgd.step();
    assertEquals(1 - 0.05 * (1 + 1), net.a(), 1e-15);
    assertEquals(2 - 0.1 * (1 + 1), net.b(), 1e-15);
  }

  @Test
  void groupsHaveTheirOwnSettings() {
    var first = new ParameterGroup(net.parameters().select("a")).lr(1).weightDecay(0);
    var second = new ParameterGroup(net.parameters().select("b"));
    var optimizer = new SGD(List.of(first, second), 0.1).weightDecay(0.5);
    net.gradients(1, 1);
    optimizer.step();
    assertEquals(0, net.a());
    assertEquals(2 - 0.1 * (1 + 0.5 * 2), net.b());
    first.lr(0);
    optimizer.lr(0.2);
    optimizer.step();
    assertEquals(0, net.a());
    assertEquals(1.8 - 0.2 * (1 + 0.5 * 1.8), net.b(), 1e-15);
    assertEquals(0.2, optimizer.lr());
    assertEquals(0.5, optimizer.weightDecay());
    assertEquals(List.of(first, second), optimizer.groups());
  }

  @Test
  void momentumMayBeAGroupsOwn() {
    var still = new ParameterGroup(net.parameters().select("a")).momentum(0);
    var moving = new ParameterGroup(net.parameters().select("b")).momentum(0.5).dampening(0.5);
    var optimizer = new SGD(List.of(still, moving), 0.1).momentum(0.9);
    net.gradients(1, 1);
    optimizer.step();
    optimizer.step();
    assertEquals(0.8, net.a(), 1e-15);
    assertEquals(1.9 - 0.1 * (0.5 * 1 + 0.5 * 1), net.b(), 1e-15);
  }

  @Test
  void settingsAreChecked() {
    assertEquals(
        "lr must be 0 or more, and finite; found -1.0.",
        message(IllegalArgumentException.class, () -> new SGD(net.parameters(), -1)));
    assertEquals(
        "weightDecay must be 0 or more, and finite; found NaN.",
        message(IllegalArgumentException.class, () -> sgd.weightDecay(Double.NaN)));
    assertEquals(
        "beta2 must be from 0 to below 1; found 1.0.",
        message(IllegalArgumentException.class, () -> new Adam(net.parameters()).betas(0.5, 1)));
    assertEquals(
        "clipNorm needs a bound above 0; found 0.0.",
        message(IllegalArgumentException.class, () -> sgd.clipNorm(0)));
  }

  @Test
  void aGroupMayNotSetWhatTheOptimizerLacks() {
    var group = new ParameterGroup(net.parameters()).betas(0.9, 0.99);
    assertEquals(
        "SGD has no beta1 that a group could set; it has [lr, weightDecay, momentum, dampening].",
        message(IllegalArgumentException.class, () -> new SGD(List.of(group), 0.1)));
  }

  // ---- the roll

  @Test
  void aParameterIsInOneGroup() {
    var all = new ParameterGroup(net.parameters());
    var again = new ParameterGroup("again", net.parameters().select("b"));
    assertEquals(
        "SGD found again.b twice, also as b. A parameter is stepped once: put it into one group.",
        message(IllegalArgumentException.class, () -> new SGD(List.of(all, again), 0.1)));
  }

  @Test
  void namesAreUniqueOrGroupsAreNamed() {
    var other = new Net();
    var mine = new ParameterGroup(net.parameters());
    var theirs = new ParameterGroup(other.parameters());
    assertEquals(
        "SGD found two parameters named a, and remembers them by name. Name their groups: new"
            + " ParameterGroup(\"first\", parameters).",
        message(IllegalArgumentException.class, () -> new SGD(List.of(mine, theirs), 0.1)));
    var named = new ParameterGroup("other", other.parameters());
    var optimizer = new SGD(List.of(mine, named), 0.1).momentum(0.9);
    net.gradients(1, NONE);
    other.gradients(NONE, 1);
    optimizer.step();
    assertEquals(1.9, other.b());
    assertEquals(
        "[a.momentum_buffer, other.b.momentum_buffer]", optimizer.state().keySet().toString());
  }

  @Test
  void thereMustBeParameters() {
    assertEquals(
        "SGD needs parameters; found none. Give it block.parameters().",
        message(
            IllegalArgumentException.class,
            () -> new SGD(net.parameters().select("nothing"), 0.1)));
  }

  @Test
  void printsWhoItTrains() {
    assertEquals("SGD of a, b", sgd.toString());
  }

  // ---- ties

  private static Linear one(double weight, double bias) {
    var layer = new Linear(1, 1);
    layer.to(DType.FLOAT64);
    layer.initialize(Init.zeros());
    layer.materialize();
    layer.weight().data().plusAssign(weight);
    layer.bias().data().plusAssign(bias);
    return layer;
  }

  @Test
  void aTieIsSteppedOnce() {
    var layer = one(3, 1);
    var twice = new Sequential(layer, layer);
    twice.apply(Tensor.of(new double[] {2}, 1, 1)).sum().backward();
    new SGD(twice.parameters(), 0.1).step();
    assertEquals(3 - 0.1 * 13, layer.weight().data().item(), 1e-15);
    assertEquals(1 - 0.1 * 4, layer.bias().data().item(), 1e-15);
    assertEquals(7.4, twice.apply(Tensor.of(new double[] {2}, 1, 1)).item(), 1e-14);
  }

  @Test
  void aTieMadeLaterIsSteppedOnce() {
    var first = one(3, 1);
    var second = one(5, 0);
    var both = new Sequential(first, second);
    var optimizer = new SGD(both.parameters(), 0.1);
    second.share(first);
    both.apply(Tensor.of(new double[] {2}, 1, 1)).sum().backward();
    optimizer.step();
    assertEquals(3 - 0.1 * 13, first.weight().data().item(), 1e-15);
    assertEquals(first.weight().data().item(), second.weight().data().item());
  }

  @Test
  void aTieMadeLaterDecaysOnce() {
    var used = one(3, 1);
    var first = one(2, 1);
    var second = one(5, 0);
    var all = new Sequential(used, first, second);
    var optimizer = new SGD(all.parameters(), 0.1).weightDecay(1);
    second.share(first);
    used.apply(Tensor.of(new double[] {0}, 1, 1)).sum().backward();
    optimizer.step(Stale.ZERO);
    assertEquals(1.8, second.weight().data().item());
  }

  // ---- types and laziness

  @Test
  void halvesAreSteppedInSingle() {
    net.to(DType.FLOAT16);
    var optimizer = new Adam(net.parameters(), 0.5);
    net.a.grad(Tensor.of(1.0).to(DType.FLOAT16));
    optimizer.step();
    assertEquals(DType.FLOAT16, net.a.data().dtype());
    assertEquals(0.5, net.a());
    assertEquals(DType.FLOAT32, optimizer.state().get("a.exp_avg").dtype());
  }

  @Test
  void lazyParametersMayBeGivenToAnOptimizer() {
    var lazy = new Sequential(new LazyLinear(3));
    var optimizer = new SGD(lazy.parameters(), 0.1);
    var y = lazy.apply(Tensor.ones(2, 4)).sum();
    double before = y.item();
    y.backward();
    optimizer.step();
    // every weight has gradient 2, every bias too: 12 weights of 2 inputs, 3 biases of 2
    assertEquals(before - 0.1 * 2 * 2 * (12 + 3), lazy.apply(Tensor.ones(2, 4)).sum().item(), 1e-4);
  }

  /// The sign of the gradient is all that counts; a third party needs no more than this.
  private static final class SignDescent extends Optimizer {
    SignDescent(ParameterDict parameters, double lr) {
      super(List.of(new ParameterGroup(parameters)), lr);
    }

    @Override
    protected void update(Trainee p, Tensor data, Tensor gradient) {
      var count = p.memory("count");
      count.plusAssign(1);
      data.plusAssign(gradient.sign().times(-p.lr()));
    }

    @Override
    protected List<String> remembers(Trainee p) {
      return List.of("count");
    }
  }

  @Test
  void anOptimizerOfOnesOwnSaysWhatAStepDoes() {
    var own = new SignDescent(net.parameters(), 0.25);
    net.gradients(100, -3);
    own.step();
    own.step();
    assertEquals(0.5, net.a());
    assertEquals(2.5, net.b());
    assertEquals(2, own.state().get("a.count").item());
    assertNotNull(own.clipNorm(1));
    assertFalse(own.state().containsKey("a.step"));
  }

  /// Of the shape of what it belongs to.
  @Test
  void whatIsRememberedNeedsItsShape() {
    var parameter = Parameter.of(Tensor.ones(2));
    var holder =
        new Block() {
          @SuppressWarnings("unused") // by its name
          final Parameter w = parameter;

          @Override
          protected Tensor forward(Tensor x) {
            return x;
          }
        };
    var optimizer = new SGD(holder.parameters(), 0.1).momentum(0.9);
    optimizer.load(Map.of("w.momentum_buffer", Tensor.ones(2)));
    parameter.grad(Tensor.ones(2));
    optimizer.step();
    assertEquals(1 - 0.1 * 1.9, parameter.data().get(0).item(), 1e-6);
    assertEquals(Shape.of(2), optimizer.state().get("w.momentum_buffer").shape());
  }
}
