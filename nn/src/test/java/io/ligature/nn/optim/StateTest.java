package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.Sequential;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What optimizers remember.
class StateTest {
  private final Net net = new Net();

  private static void steps(Optimizer optimizer, Net net, double... gradients) {
    for (double gradient : gradients) {
      net.gradients(gradient, -gradient);
      optimizer.step();
    }
  }

  @Test
  void namesAreThoseOfTheParameters() {
    var adam = new Adam(net.parameters());
    assertTrue(adam.state().isEmpty());
    steps(adam, net, 1, 2);
    assertEquals(
        "[a.exp_avg, a.exp_avg_sq, a.step, b.exp_avg, b.exp_avg_sq, b.step]",
        adam.state().keySet().toString());
    assertEquals(2, adam.state().get("a.step").item());
    assertEquals(DType.INT64, adam.state().get("a.step").dtype());
    assertEquals(Shape.of(), adam.state().get("a.step").shape());
    assertEquals(0.1 * 0.9 * 1 + 0.1 * 2, adam.state().get("a.exp_avg").item(), 1e-15);
    assertTrue(new AdamW(net.parameters()).amsgrad().state().isEmpty());
  }

  @Test
  void sgdRemembersNothingWithoutMomentum() {
    var sgd = new SGD(net.parameters(), 0.1);
    steps(sgd, net, 1);
    assertTrue(sgd.state().isEmpty());
    sgd.momentum(0.9);
    steps(sgd, net, 1);
    assertEquals("[a.momentum_buffer, b.momentum_buffer]", sgd.state().keySet().toString());
  }

  @Test
  void theStateIsLive() {
    var sgd = new SGD(net.parameters(), 0.1).momentum(0.5);
    steps(sgd, net, 1);
    var buffer = sgd.state().get("a.momentum_buffer");
    steps(sgd, net, 1);
    assertEquals(1.5, buffer.item());
    assertSame(buffer, sgd.state().get("a.momentum_buffer"));
  }

  @Test
  void trainingGoesOnWhereItStopped(@TempDir Path folder) {
    var whole = new AdamW(net.parameters(), 0.1).amsgrad();
    steps(whole, net, 1, -2, 3, 0.5);

    var first = new Net();
    var stopped = new AdamW(first.parameters(), 0.1).amsgrad();
    steps(stopped, first, 1, -2);
    stopped.save(folder.resolve("adam.safetensors"));
    var second = new Net();
    second.a.set(first.a.data());
    second.b.set(first.b.data());
    var resumed = new AdamW(second.parameters(), 0.1).amsgrad();
    resumed.load(folder.resolve("adam.safetensors"));
    steps(resumed, second, 3, 0.5);

    assertEquals(net.a(), second.a());
    assertEquals(net.b(), second.b());
    assertEquals(4, resumed.state().get("b.step").item());
  }

  @Test
  void aLoadedStateIsACopy() {
    var sgd = new SGD(net.parameters(), 0.1).momentum(0.5);
    var given = Map.of("a.momentum_buffer", Tensor.of(4.0));
    sgd.load(given);
    steps(sgd, net, 1);
    assertEquals(4, given.get("a.momentum_buffer").item());
    assertEquals(3, sgd.state().get("a.momentum_buffer").item());
    assertEquals(-1, sgd.state().get("b.momentum_buffer").item()); // was not there: began anew
  }

  @Test
  void loadingReplacesEverything() {
    var sgd = new SGD(net.parameters(), 0.1).momentum(0.5);
    steps(sgd, net, 1);
    sgd.load(Map.of());
    assertTrue(sgd.state().isEmpty());
  }

  @Test
  void aStateThatDoesNotFitIsRefusedAsAWhole() {
    var adam = new Adam(net.parameters());
    steps(adam, net, 1);
    var before = adam.state().get("a.exp_avg").item();
    var wrong = new LinkedHashMap<String, Tensor>();
    wrong.put("a.exp_avg", Tensor.of(5.0));
    wrong.put("a.exp_avg_sq", Tensor.zeros(2));
    wrong.put("a.momentum_buffer", Tensor.of(1.0));
    wrong.put("c.exp_avg", Tensor.of(1.0));
    var e = assertThrows(IllegalArgumentException.class, () -> adam.load(wrong));
    assertEquals(
        "Adam cannot take this state, and has changed nothing: a.exp_avg_sq needs shape [], found"
            + " [2]; missing a.step; unexpected a.momentum_buffer; unexpected c.exp_avg. Load what"
            + " an optimizer of the same class and settings saved.",
        e.getMessage());
    assertEquals(before, adam.state().get("a.exp_avg").item());
  }

  @Test
  void anyNameOfATieFindsWhatIsRemembered() {
    var tied = new Sequential(new Linear(1, 1, false), new Linear(1, 1, false));
    tied.get(1).share(tied.get(0));
    var sgd = new SGD(tied.parameters(), 0.1).momentum(0.5);
    sgd.load(Map.of("1.weight.momentum_buffer", Tensor.full(Shape.of(1, 1), 3)));
    assertEquals(3, sgd.state().get("0.weight.momentum_buffer").item());

    var grouped = new SGD(List.of(new ParameterGroup("net", tied.parameters())), 0.1).momentum(0.5);
    grouped.load(Map.of("net.1.weight.momentum_buffer", Tensor.full(Shape.of(1, 1), 4)));
    assertEquals(4, grouped.state().get("net.0.weight.momentum_buffer").item());
  }

  @Test
  void twoNamesOfATieAreOneParameterTooMany() {
    var tied = new Sequential(new Linear(1, 1, false), new Linear(1, 1, false));
    tied.get(1).share(tied.get(0));
    var sgd = new SGD(tied.parameters(), 0.1).momentum(0.5);
    var one = Tensor.ones(1, 1);
    var both = Map.of("0.weight.momentum_buffer", one, "1.weight.momentum_buffer", one);
    var e = assertThrows(IllegalArgumentException.class, () -> sgd.load(both));
    assertEquals(
        "SGD cannot take this state, and has changed nothing: 1.weight.momentum_buffer is the"
            + " second of 0.weight, whose names [0.weight, 1.weight] are one parameter. Load what"
            + " an optimizer of the same class and settings saved.",
        e.getMessage());
    assertTrue(sgd.state().isEmpty());
  }

  @Test
  void whatIsRememberedFollowsTheParametersType() {
    var sgd = new SGD(net.parameters(), 0.1).momentum(0.5);
    steps(sgd, net, 1);
    net.to(DType.FLOAT32);
    net.a.zeroGrad();
    net.a.grad(Tensor.of(1f));
    net.b.zeroGrad();
    sgd.step();
    assertEquals(DType.FLOAT32, sgd.state().get("a.momentum_buffer").dtype());
    assertEquals(1.5, sgd.state().get("a.momentum_buffer").item());
    assertEquals(0.9 - 0.15, net.a(), 1e-6);
  }
}
