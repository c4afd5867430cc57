package io.ligature.conformance;

import static io.ligature.conformance.Fixtures.assertNear;
import static io.ligature.conformance.Fixtures.assertRefused;
import static io.ligature.conformance.Fixtures.assertValues;
import static io.ligature.conformance.Fixtures.input;
import static io.ligature.conformance.Fixtures.net;
import static io.ligature.conformance.Fixtures.tiedNet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Key;
import io.ligature.Params;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.nn.Block;
import io.ligature.nn.Buffer;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.Sequential;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Models as pure functions of their parameters: the model is never touched.
public abstract class FunctionalConformance {
  /// For subclasses.
  protected FunctionalConformance() {}

  @Test
  void initialisingTwiceGivesTheSameBitsAndTouchesNothing() {
    var net = net();
    var x = input();
    var first = net.init(Key.of(0), x);
    var second = net.init(Key.of(0), x);
    first.forEach((name, tensor) -> assertValues(second.get(name), tensor.toDoubleArray()));
    assertFalse(net.get(0, Linear.class).weight().isInitialized());
    var other = net.init(Key.of(1), x);
    assertFalse(other.get("0.weight").eq(first.get("0.weight")).all().itemBoolean());
  }

  @Test
  void applyingEqualsTheBlockWithThoseValues() {
    var net = net();
    var x = input();
    var params = net.init(Key.of(0), x);
    var y = net.apply(params, x);
    net.apply(x);
    params.forEach((name, tensor) -> net.parameter(name).set(tensor));
    assertValues(net.apply(x), y.toDoubleArray());
  }

  @Test
  void aTreeHasOneEntryForATie() {
    var params = tiedNet().init(Key.of(0), input());
    assertEquals(3, params.at("").size());
    assertEquals(6, params.names().size());
  }

  @Test
  void extraMissingAndMisshapenKeysAreNamed() {
    var net = net();
    var x = input();
    var params = net.init(Key.of(0), x);
    assertRefused(
        IllegalArgumentException.class,
        () -> net.apply(params.with("7.weight", Tensor.zeros(1)), x),
        "7.weight");
    var missing = new LinkedHashMap<>(params.toMap());
    missing.remove("2.bias");
    assertRefused(IllegalArgumentException.class, () -> net.apply(Params.of(missing), x), "2.bias");
    assertRefused(
        IllegalArgumentException.class,
        () -> net.apply(params.with("2.bias", Tensor.zeros(5)), x),
        "2.bias",
        "[5]",
        "[1]");
  }

  @Test
  void oneNameOfATieSetsEveryUse() {
    var t = Fixtures.linear(3);
    var net = new Sequential(t, t);
    var x = Fixtures.real(new double[] {1}, 1, 1);
    var five = Fixtures.real(new double[] {5}, 1, 1);
    assertValues(net.apply(Params.of(Map.of("1.weight", five)), x), 25);
    assertValues(net.apply(Params.of(Map.of("0.weight", five)), x), 25);
    assertValues(net.apply(x), 9);
  }

  @Test
  void theBlocksOwnStateIsAccepted() {
    var net = net();
    var x = input();
    var y = net.apply(x);
    assertValues(net.apply(net.params(), x), y.toDoubleArray());
    assertValues(net.apply(Params.of(net.stateDict().toMap()), x), y.toDoubleArray());
  }

  @Test
  void aTreeIsImmutable() {
    var source = new LinkedHashMap<String, Tensor>(Map.of("a.w", Tensor.zeros(1)));
    var params = Params.of(source);
    source.clear();
    assertEquals(1, params.names().size());
    assertThrows(UnsupportedOperationException.class, () -> params.toMap().clear());
    var more = params.with("b.w", Tensor.zeros(1));
    assertEquals(List.of("a.w"), List.copyOf(params.names()));
    assertEquals(List.of("a.w", "b.w"), List.copyOf(more.names()));
  }

  @Test
  void mapAndZipKeepOrderAndTies() {
    var params = tiedNet().init(Key.of(0), input());
    var doubled = params.map(w -> w.times(2));
    assertEquals(List.copyOf(params.names()), List.copyOf(doubled.names()));
    var difference = doubled.zip(params, Tensor::minus);
    assertEquals(List.copyOf(params.names()), List.copyOf(difference.names()));
    assertValues(difference.get("2.weight"), params.get("2.weight").toDoubleArray());
    assertEquals(3, difference.size()); // the tie is one entry still
    var shapes = params.map(Tensor::shape);
    assertEquals(Shape.of(8, 4), shapes.get("0.weight"));
  }

  @Test
  void zippingDifferentTreesNamesTheDifference() {
    var a = Params.of(Map.of("a.w", Tensor.zeros(1)));
    var b = Params.of(Map.of("b.w", Tensor.zeros(1)));
    assertRefused(IllegalArgumentException.class, () -> a.zip(b, Tensor::plus), "a.w", "b.w");
  }

  static final class Counter extends Block {
    final Linear linear = new Linear(1, 1);
    final Buffer calls = Buffer.of(Tensor.zeros(1));

    @Override
    protected Tensor forward(Tensor x) {
      calls.set(calls.value().plus(1));
      return linear.apply(x);
    }
  }

  @Test
  void statefulApplicationReturnsTheBuffersAndLeavesTheBlocksAlone() {
    var net = new Counter();
    var applied = net.applyWithState(net.params(), Tensor.zeros(1, 1));
    assertValues(applied.buffers().get("calls"), 1);
    assertValues(net.calls.value(), 0);
    net.apply(Tensor.zeros(1, 1));
    assertValues(net.calls.value(), 1);
  }

  @Test
  void aStepOfTheFunctionalFormTrains() {
    var net = tiedNet();
    var x = input();
    net.apply(x);
    var params = net.params();
    var gradient = Grad.grad((Params q) -> net.apply(q, x).sum()).apply(params);
    assertValues(gradient.get("6.bias"), 2);
    var next = params.zip(gradient, (w, d) -> w.minus(d.times(0.1)));
    assertEquals(params.names(), next.names());
    assertNear(next.get("6.bias").minus(params.get("6.bias")), -0.2);
  }

  @Test
  void anEnsembleStackedAndMappedEqualsTheLoop() {
    var net = new Sequential(new LazyLinear(8), new io.ligature.nn.ReLU(), new LazyLinear(1));
    net.to(Fixtures.real());
    var x = Tensor.rand(Key.of(9), Fixtures.real(), Shape.of(2, 4));
    var members = IntStream.range(0, 3).mapToObj(i -> net.init(Key.of(i), x)).toList();
    var stacked = Params.stack(members);
    assertEquals(Shape.of(3, 8, 4), stacked.get("0.weight").shape());
    var mapped = net.applyEach(stacked, x);
    for (int i = 0; i < members.size(); i++) {
      assertNear(mapped.get(i), net.apply(members.get(i), x).toDoubleArray());
    }
  }

  @Test
  void whatCannotBeStackedIsNamed() {
    var a = Params.of(Map.of("w", Tensor.zeros(2)));
    var b = Params.of(Map.of("w", Tensor.zeros(3)));
    assertRefused(
        IllegalArgumentException.class, () -> Params.stack(List.of(a, b)), "w", "[2]", "[3]");
  }
}
