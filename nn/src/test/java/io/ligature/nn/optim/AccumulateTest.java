package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.GradMode;
import io.ligature.GradientException;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;

/// A batch in several micro-batches.
class AccumulateTest {
  private final Net net = new Net();
  private final SGD sgd = new SGD(net.parameters(), 0.1);

  /// The mean of a x over these x; its gradient is their mean.
  private Tensor loss(double... x) {
    return net.apply(Tensor.of(x)).mean();
  }

  private double gradient() {
    return net.a.grad().item();
  }

  @Test
  void microBatchesWeighByTheirExamples() {
    sgd.accumulate(loss(1, 2, 3), 3);
    assertEquals(2, gradient());
    sgd.accumulate(loss(10), 1);
    assertEquals(4, gradient()); // and not the mean of means, 6
    sgd.step();
    assertEquals(0.6, net.a(), 1e-15);
  }

  @Test
  void theOrderDoesNotMatter() {
    sgd.accumulate(loss(10), 1);
    sgd.accumulate(loss(1, 2), 2);
    sgd.accumulate(loss(3), 1);
    assertEquals(4, gradient(), 1e-14);
  }

  @Test
  void decayAndClippingHappenOnceAStep() {
    sgd.weightDecay(0.5).clipNorm(2);
    sgd.accumulate(loss(1, 2, 3), 3);
    sgd.accumulate(loss(10), 1);
    sgd.step();
    assertEquals(1 - 0.1 * (2 + 0.5), net.a(), 1e-15);
  }

  @Test
  void aStepBeginsANewBatch() {
    sgd.accumulate(loss(8), 4);
    sgd.step();
    sgd.accumulate(loss(2), 1);
    assertEquals(2, gradient());
  }

  @Test
  void gradientsThatAStepHasUsedAreForgotten() {
    loss(5).backward();
    sgd.step();
    sgd.accumulate(loss(2), 1);
    assertEquals(2, gradient());
  }

  @Test
  void zeroGradBeginsANewBatch() {
    sgd.accumulate(loss(8), 4);
    sgd.zeroGrad();
    sgd.accumulate(loss(2), 1);
    assertEquals(2, gradient());
    net.zeroGrad();
    sgd.accumulate(loss(3), 1);
    assertEquals(3, gradient());
  }

  @Test
  void aParameterThatOneMicroBatchLeavesOutCountsAsZeroThere() {
    sgd.accumulate(net.b.value().times(6), 1);
    sgd.accumulate(loss(8), 1);
    sgd.accumulate(loss(2), 2);
    assertEquals(1.5, net.b.grad().item());
    assertEquals(3, gradient());
  }

  @Test
  void writeCountsFromStepToStep() {
    net.a.gradMode(GradMode.WRITE);
    sgd.accumulate(loss(1, 2, 3), 3);
    sgd.accumulate(loss(10), 1);
    assertEquals(4, gradient());
    assertEquals(GradMode.WRITE, net.a.gradMode());
  }

  @Test
  void noneStaysNone() {
    net.a.gradMode(GradMode.NONE);
    sgd.accumulate(loss(1).plus(net.b.value()), 3);
    assertNull(net.a.grad());
    assertEquals(1, net.b.grad().item());
  }

  @Test
  void whatWasAccumulatedIsNotStale() {
    sgd.accumulate(loss(1).plus(net.b.value()), 1);
    sgd.accumulate(loss(1), 1);
    sgd.step(Stale.ERROR);
    assertEquals(0.9, net.a());
    assertEquals(1.95, net.b());
  }

  @Test
  void otherGradientsAreNotMixedIn() {
    loss(5).backward();
    var e = assertThrows(GradientException.class, () -> sgd.accumulate(loss(1), 1));
    assertEquals(
        "accumulate found a gradient of a that is neither accumulated nor used by a step. Call"
            + " zeroGrad() or step() first, or give every loss to accumulate.",
        e.getMessage());
    assertEquals(5, gradient());
    sgd.zeroGrad();
    sgd.accumulate(loss(2), 1);
    loss(7).backward();
    assertThrows(GradientException.class, () -> sgd.accumulate(loss(1), 1));
  }

  @Test
  void aFailedMicroBatchChangesNothing() {
    sgd.accumulate(loss(6), 1);
    var spent = loss(3);
    spent.backward(Tensor.of(1.0), false);
    sgd.zeroGrad();
    sgd.accumulate(loss(6), 1);
    assertThrows(GradientException.class, () -> sgd.accumulate(spent, 1));
    assertEquals(6, gradient());
    sgd.accumulate(loss(2), 1);
    assertEquals(4, gradient());
  }

  @Test
  void weightsAndLossesAreChecked() {
    var weight = assertThrows(IllegalArgumentException.class, () -> sgd.accumulate(loss(1), 0));
    assertEquals(
        "accumulate needs a weight above 0, the number of examples; found 0.0.",
        weight.getMessage());
    var loss =
        assertThrows(
            ShapeException.class,
            () -> sgd.accumulate(net.apply(Tensor.of(new double[] {1, 2})), 2));
    assertEquals(
        "accumulate needs the mean loss of the micro-batch, a scalar; found f64[2]. Take its"
            + " mean().",
        loss.getMessage());
  }
}
