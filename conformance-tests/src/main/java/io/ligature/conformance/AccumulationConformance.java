package io.ligature.conformance;

import static io.ligature.conformance.Fixtures.assertNear;
import static io.ligature.conformance.Fixtures.assertRefused;
import static io.ligature.conformance.Fixtures.assertValues;
import static io.ligature.conformance.Fixtures.linear;
import static io.ligature.conformance.Fixtures.present;
import static io.ligature.conformance.Fixtures.real;
import static io.ligature.conformance.Fixtures.shape;
import static io.ligature.conformance.Fixtures.threeTimesPlusOne;
import static io.ligature.conformance.Fixtures.two;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.DeviceException;
import io.ligature.GradMode;
import io.ligature.GradientException;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.nn.Linear;
import io.ligature.nn.Parameter;
import io.ligature.nn.Sequential;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.SGD;
import io.ligature.nn.optim.Stale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Gradients over several passes, and what an optimizer makes of them.
public abstract class AccumulationConformance {
  /// For subclasses.
  protected AccumulationConformance() {}

  private static void backward(Linear a) {
    new Sequential(a, a).apply(two()).sum().backward();
  }

  @Test
  void theDefaultAddsIntoTheSameTensor() {
    var a = threeTimesPlusOne();
    backward(a);
    var first = present(a.weight().grad());
    backward(a);
    assertSame(first, a.weight().grad());
    assertValues(a.weight().grad(), 26);
    assertValues(a.bias().grad(), 8);
  }

  @Test
  void writingReplaces() {
    var a = threeTimesPlusOne();
    a.weight().gradMode(GradMode.WRITE);
    backward(a);
    backward(a);
    assertValues(a.weight().grad(), 13);
    assertValues(a.bias().grad(), 8);
  }

  @Test
  void modeNoneKeepsNoGradientAndLeavesNeighboursAlone() {
    var a = threeTimesPlusOne();
    a.weight().gradMode(GradMode.NONE);
    backward(a);
    assertNull(a.weight().grad());
    assertValues(a.bias().grad(), 4);
  }

  @Test
  void switchingModesKeepsWhatWasAccumulated() {
    var a = threeTimesPlusOne();
    backward(a);
    a.weight().gradMode(GradMode.NONE);
    backward(a);
    assertValues(a.weight().grad(), 13);
    a.weight().gradMode(GradMode.ADD);
    backward(a);
    assertValues(a.weight().grad(), 26);
  }

  @Test
  void noGradientIsNotAZeroGradient() {
    var untouched = linear(1);
    var zero = linear(1);
    zero.weight().grad(zero.weight().data().zerosLike());
    var used = linear(1);
    used.apply(two()).sum().backward();
    new SGD(new Sequential(untouched, zero, used).parameters(), 0.1)
        .weightDecay(1)
        .step(Stale.SKIP);
    assertValues(untouched.weight().data(), 1);
    assertNear(zero.weight().data(), 0.9);
  }

  @Test
  void microBatchesAreWeightedByTheirSize() {
    var weight = linear(1);
    var optimizer = new SGD(weight.parameters(), 1.0);
    optimizer.accumulate(weight.apply(real(new double[] {1, 2, 3}, 3, 1)).mean(), 3);
    optimizer.accumulate(weight.apply(real(new double[] {10}, 1, 1)).mean(), 1);
    optimizer.step();
    assertNear(weight.weight().data(), 1 - 4.0);
  }

  @Test
  void decayHappensOnceAStepHoweverManyMicroBatches() {
    var weight = linear(1);
    var optimizer = new SGD(weight.parameters(), 0.1).weightDecay(1);
    for (int i = 0; i < 4; i++) {
      optimizer.accumulate(weight.apply(real(new double[] {1}, 1, 1)).mean(), 1);
    }
    optimizer.step();
    assertNear(weight.weight().data(), 1 - 0.1 * (1 + 1));
  }

  @Test
  void clippingHappensOnceAStepHoweverManyMicroBatches() {
    var weight = linear(1);
    var optimizer = new SGD(weight.parameters(), 1.0).clipNorm(2);
    for (double x : new double[] {1, 3, 8}) {
      optimizer.accumulate(weight.apply(real(new double[] {x}, 1, 1)).mean(), 1);
    }
    optimizer.step(); // the mean gradient 4 is clipped to 2; clipped one by one it would be less
    assertNear(weight.weight().data(), 1 - 2.0);
  }

  @Test
  void anUnusedParameterHasNoGradientAndIsNamed() {
    var used = linear(1);
    var unused = linear(1);
    var net = new Sequential(used, unused);
    used.apply(two()).sum().backward();
    assertNull(unused.weight().grad());
    var optimizer = new SGD(net.parameters(), 0.1);
    assertRefused(IllegalStateException.class, () -> optimizer.step(Stale.ERROR), "1.weight");
    assertValues(used.weight().data(), 1);
  }

  @Test
  void skippingLeavesTheParameterAndItsStateAlone() {
    var used = linear(1);
    var sometimes = linear(1);
    var net = new Sequential(used, sometimes);
    var optimizer = new Adam(net.parameters(), 0.1);
    net.apply(two()).sum().backward();
    optimizer.step();
    var weight = sometimes.weight().data().toDoubleArray();
    var state = optimizer.state();
    var before =
        state.keySet().stream()
            .filter(name -> name.startsWith("1.weight"))
            .map(name -> Fixtures.values(state.get(name)))
            .toList();
    optimizer.zeroGrad();
    used.apply(two()).sum().backward();
    optimizer.step(Stale.SKIP);
    assertValues(sometimes.weight().data(), weight);
    var after = optimizer.state();
    var names = after.keySet().stream().filter(name -> name.startsWith("1.weight")).toList();
    for (int i = 0; i < names.size(); i++) {
      assertValues(after.get(names.get(i)), before.get(i));
    }
  }

  @Test
  void aStepWithoutAnyGradientIsAnError() {
    var layer = linear(1);
    assertRefused(
        IllegalStateException.class, () -> new SGD(layer.parameters(), 0.1).step(), "gradient");
  }

  @Test
  void aSecondPassThroughAFreedGraphChangesNoGradient() {
    var a = threeTimesPlusOne();
    var y = new Sequential(a, a).apply(two()).sum();
    y.backward();
    assertRefused(GradientException.class, y::backward, "used up", "keep the graph");
    assertValues(a.weight().grad(), 13);
    assertValues(a.bias().grad(), 4);
  }

  @Test
  void aRetainedGraphCanBeUsedTwice() {
    var a = threeTimesPlusOne();
    var y = new Sequential(a, a).apply(two()).sum();
    y.backward(null, true);
    y.backward();
    assertValues(a.weight().grad(), 26);
  }

  @Test
  void aGradientOfAnotherShapeIsRefusedWithBoth() {
    var p = Parameter.of(Tensor.zeros(2, 3));
    assertRefused(ShapeException.class, () -> p.grad(Tensor.zeros(3, 2)), "[2, 3]", "[3, 2]");
    assertNull(p.grad());
  }

  @Test
  void aGradientOfAnotherTypeIsRefusedWithBoth() {
    var p = Parameter.of(Tensor.zeros(2));
    assertRefused(
        DTypeException.class, () -> p.grad(Tensor.zeros(DType.INT64, shape(2))), "f32", "i64");
  }

  @Test
  void aGradientOnAnotherDeviceIsRefusedWithBoth() {
    var p = Parameter.of(Tensor.zeros(2));
    assertRefused(
        DeviceException.class,
        () -> p.grad(Tensor.zeros(2).to(Device.DRY)),
        Device.current().name(),
        "dry");
  }

  @Test
  void aFunctionalGradientLeavesTheParametersAlone() {
    var a = threeTimesPlusOne();
    var net = new Sequential(a, a);
    var x = two();
    var gradient = Grad.grad((io.ligature.Params q) -> net.apply(q, x).sum()).apply(net.params());
    assertValues(gradient.get("0.weight"), 13);
    assertNull(a.weight().grad());
  }

  @Test
  void anEditBetweenForwardAndBackwardIsDetected() {
    var a = linear(3);
    var y = a.apply(a.apply(two())).sum();
    a.weight().data().plusAssign(1);
    assertRefused(GradientException.class, y::backward, "edit");
    assertNull(a.weight().grad());
  }

  @Test
  void manyThreadsAddExactly() throws Exception {
    var a = threeTimesPlusOne();
    backward(a);
    a.zeroGrad();
    int threads = 4;
    int passes = 50;
    var device = Device.current();
    var start = new CountDownLatch(1);
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var done =
          IntStream.range(0, threads)
              .<Future<?>>mapToObj(
                  _ ->
                      pool.submit(
                          () -> {
                            start.await();
                            return device.with(
                                () -> {
                                  for (int i = 0; i < passes; i++) {
                                    backward(a);
                                  }
                                  return true;
                                });
                          }))
              .toList();
      start.countDown();
      for (var each : done) {
        each.get();
      }
    }
    assertValues(a.weight().grad(), 13.0 * threads * passes);
    assertValues(a.bias().grad(), 4.0 * threads * passes);
  }
}
