package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for each optimizer of this package.
class EveryOptimizerTest {
  @TempDir private Path folder;

  /// Each of them, with all that it can remember.
  @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
  enum Kind {
    SGD(g -> new SGD(g, 0.1).momentum(0.9), "momentum_buffer"),
    ADAM(g -> new Adam(g, 0.1).amsgrad(), "exp_avg, exp_avg_sq, max_exp_avg_sq, step"),
    ADAMW(g -> new AdamW(g, 0.1), "exp_avg, exp_avg_sq, step"),
    NADAM(g -> new NAdam(g, 0.1), "exp_avg, exp_avg_sq, mu_product, step"),
    RADAM(g -> new RAdam(g, 0.1), "exp_avg, exp_avg_sq, step"),
    RMSPROP(
        g -> new RMSprop(g, 0.1).momentum(0.9).centered(), "square_avg, momentum_buffer, grad_avg"),
    ADAGRAD(g -> new Adagrad(g, 0.1), "sum, step"),
    LION(g -> new Lion(g, 0.1), "exp_avg");

    @SuppressWarnings("ImmutableEnumChecker") // a constructor, which keeps nothing
    private final Function<List<ParameterGroup>, Optimizer> make;

    private final String remembers;

    Kind(Function<List<ParameterGroup>, Optimizer> make, String remembers) {
      this.make = make;
      this.remembers = remembers;
    }

    Optimizer of(ParameterGroup... groups) {
      return make.apply(List.of(groups));
    }

    Optimizer of(Net net) {
      return of(new ParameterGroup(net.parameters()));
    }
  }

  private static void steps(Optimizer optimizer, Net net, double... gradients) {
    for (double gradient : gradients) {
      net.gradients(gradient, -gradient);
      optimizer.step();
    }
  }

  private static double[] values(Net net) {
    return new double[] {net.a(), net.b()};
  }

  @ParameterizedTest
  @EnumSource
  void remembersByTheNamesOfParameters(Kind kind) {
    var net = new Net();
    var optimizer = kind.of(net);
    net.gradients(1, Double.NaN);
    optimizer.step();
    assertEquals(
        "[a." + kind.remembers.replace(", ", ", a.") + "]", optimizer.state().keySet().toString());
  }

  @ParameterizedTest
  @EnumSource
  void aSavedStateGoesOnWithTheSameBits(Kind kind) {
    var whole = new Net();
    steps(kind.of(whole), whole, 1, -2, 3, 0.5, 0.25, 7, -0.5, 1);

    var first = new Net();
    var stopped = kind.of(first);
    steps(stopped, first, 1, -2, 3);
    stopped.save(folder.resolve("state.safetensors"));
    var second = new Net();
    second.a.set(first.a.data());
    second.b.set(first.b.data());
    var resumed = kind.of(second);
    resumed.load(folder.resolve("state.safetensors"));
    steps(resumed, second, 0.5, 0.25, 7, -0.5, 1);
    assertArrayEquals(values(whole), values(second));
  }

  @ParameterizedTest
  @EnumSource
  void aStateThatLacksAPartIsRefused(Kind kind) {
    var net = new Net();
    var optimizer = kind.of(net);
    steps(optimizer, net, 1, 2);
    var state = new HashMap<>(optimizer.state());
    state.put("a.exp_average", Tensor.of(1.0));
    var before = values(net);
    var e = assertThrows(IllegalArgumentException.class, () -> optimizer.load(state));
    assertEquals(
        optimizer.getClass().getSimpleName()
            + " cannot take this state, and has changed nothing: unexpected a.exp_average. Load"
            + " what an optimizer of the same class and settings saved.",
        e.getMessage());
    assertArrayEquals(before, values(net));
  }

  @ParameterizedTest
  @EnumSource
  void groupsHaveTheirOwnRateAndDecay(Kind kind) {
    var net = new Net();
    var still = new ParameterGroup(net.parameters().select("a")).lr(0);
    var moving = new ParameterGroup(net.parameters().select("b")).weightDecay(0.5);
    var alone = new Net();
    alone.a.freeze();
    steps(kind.of(still, moving), net, 1, -2, 3);
    steps(kind.of(alone).weightDecay(0.5), alone, 1, -2, 3);
    assertArrayEquals(values(alone), values(net));
  }

  @ParameterizedTest
  @EnumSource
  void factorsOfAParameterCount(Kind kind) {
    var net = new Net();
    net.a.lrMult(0.5).wdMult(0);
    var plain = new Net();
    steps(kind.of(net).weightDecay(0.3), net, 1, -2, 3);
    steps(kind.of(plain).lr(0.05), plain, 1, -2, 3);
    double decay = kind == Kind.ADAMW ? 0.01 : 0; // its default, which the factor takes away
    assertEquals(decay == 0 ? plain.a() : withoutDecay(kind), net.a());
  }

  private static double withoutDecay(Kind kind) {
    var net = new Net();
    steps(kind.of(net).lr(0.05).weightDecay(0), net, 1, -2, 3);
    return net.a();
  }

  @ParameterizedTest
  @EnumSource
  void stepsInTheTypeOfTheParameter(Kind kind) {
    var wide = new Net();
    steps(kind.of(wide), wide, 1);
    var net = new Net();
    net.to(DType.FLOAT32);
    net.a.grad(Tensor.of(1f));
    var optimizer = kind.of(net);
    optimizer.step();
    assertEquals(DType.FLOAT32, net.a.data().dtype());
    assertEquals(wide.a(), net.a(), 1e-6);
    optimizer.state().values().stream()
        .filter(tensor -> tensor.rank() > 0)
        .forEach(tensor -> assertEquals(DType.FLOAT32, tensor.dtype()));
  }

  @Test
  void defaultsAreThoseOfPyTorchAndThePaper() {
    var p = new Net().parameters();
    var rates =
        Map.of(
            new Adam(p), 1e-3,
            new AdamW(p), 1e-3,
            new NAdam(p), 2e-3,
            new RAdam(p), 1e-3,
            new RMSprop(p), 1e-2,
            new Adagrad(p), 1e-2,
            new Lion(p), 1e-4);
    rates.forEach((optimizer, lr) -> assertEquals(lr, optimizer.lr(), optimizer.toString()));
    rates
        .keySet()
        .forEach(
            optimizer ->
                assertEquals(
                    optimizer instanceof AdamW ? 0.01 : 0,
                    optimizer.weightDecay(),
                    optimizer.toString()));
  }

  @Test
  void settingsOfGroupsReachTheirOptimizer() {
    var net = new Net();
    var p = net.parameters();
    assertSameStep(new RMSprop(p).alpha(0.5), new RMSprop(List.of(group(p).alpha(0.5))), net);
    assertSameStep(new Adagrad(p).lrDecay(2), new Adagrad(List.of(group(p).lrDecay(2))), net);
    assertSameStep(
        new NAdam(p).momentumDecay(2), new NAdam(List.of(group(p).momentumDecay(2))), net);
    assertSameStep(new Lion(p).betas(0, 0.1), new Lion(List.of(group(p).betas(0, 0.1))), net);
  }

  private static ParameterGroup group(io.ligature.nn.ParameterDict parameters) {
    return new ParameterGroup(parameters);
  }

  private static void assertSameStep(Optimizer one, Optimizer other, Net net) {
    one.lr(0.1);
    other.lr(0.1);
    var paths = new double[2];
    for (var optimizer : List.of(one, other)) {
      net.a.set(Tensor.of(1.0));
      net.b.set(Tensor.of(2.0));
      steps(optimizer, net, 0.5, -0.25, 3);
      paths[optimizer == one ? 0 : 1] = net.a();
    }
    assertEquals(paths[0], paths[1]);
  }

  private static void assertSays(String message, org.junit.jupiter.api.function.Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    var p = new Net().parameters();
    assertSays("lr must be 0 or more, and finite; found -1.0.", () -> new Lion(p, -1));
    assertSays("beta1 must be from 0 to below 1; found 1.0.", () -> new Lion(p).betas(1, 0.5));
    assertSays("alpha must be from 0 to below 1; found 1.5.", () -> new RMSprop(p).alpha(1.5));
    assertSays(
        "momentum must be 0 or more, and finite; found -0.5.", () -> new RMSprop(p).momentum(-0.5));
    assertSays(
        "lrDecay must be 0 or more, and finite; found NaN.",
        () -> new Adagrad(p).lrDecay(Double.NaN));
    assertSays(
        "initial must be 0 or more, and finite; found -2.0.", () -> new Adagrad(p).initial(-2));
    assertSays(
        "momentumDecay must be 0 or more, and finite; found Infinity.",
        () -> new NAdam(p).momentumDecay(Double.POSITIVE_INFINITY));
    assertSays("eps must be 0 or more, and finite; found -1.0.", () -> new RAdam(p).eps(-1));
    assertSays(
        "Lion has no eps that a group could set; it has [lr, weightDecay, beta1, beta2].",
        () -> new Lion(List.of(group(p).eps(1e-8))));
  }
}
