package io.ligature.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;

/// The losses that compare probabilities: yes or no, and distributions.
class BinaryLossesTest {
  private static final double[] LOGITS = {-3, -0.5, 0, 0, 1, 40};
  private static final double[] TARGETS = {1, 0.25, 0, 1, 1, 0};

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  // ---- logits

  @Test
  void logitsFollowTheFormula() {
    var loss = new BCEWithLogitsLoss(null, Reduction.NONE);
    var values = loss.apply(Tensor.of(LOGITS), Tensor.of(TARGETS)).toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      double x = LOGITS[i];
      double y = TARGETS[i];
      double formula = y * Math.log1p(Math.exp(-x)) + (1 - y) * (x + Math.log1p(Math.exp(-x)));
      assertEquals(formula, values[i], 1e-14);
    }
  }

  @Test
  void theGradientOfALogitIsItsError() {
    var x = Tensor.of(LOGITS).requireGrad();
    new BCEWithLogitsLoss(null, Reduction.SUM).apply(x, Tensor.of(TARGETS)).backward();
    var gradient = x.grad().toDoubleArray();
    for (int i = 0; i < gradient.length; i++) {
      assertEquals(sigmoid(LOGITS[i]) - TARGETS[i], gradient[i], 1e-15); // at 0 as well
    }
  }

  @Test
  void largeLogitsDoNotOverflow() {
    var x = Tensor.of(new float[] {1000, -1000, 1000, -1000});
    var y = Tensor.of(new float[] {1, 0, 0, 1});
    var values = new BCEWithLogitsLoss(null, Reduction.NONE).apply(x, y).toDoubleArray();
    assertArrayEquals(new double[] {0, 0, 1000, 1000}, values);
  }

  @Test
  void positivesWeighMoreIfAsked() {
    var x = Tensor.of(new double[] {0.5, 0.5, -2, -2}, 2, 2);
    var y = Tensor.of(new double[] {1, 0, 1, 0}, 2, 2);
    var weights = Tensor.of(new float[] {3, 7}); // a class each, in the last axis
    var values = new BCEWithLogitsLoss(weights, Reduction.NONE).apply(x, y).toDoubleArray();
    assertEquals(-3 * Math.log(sigmoid(0.5)), values[0], 1e-14);
    assertEquals(-Math.log(1 - sigmoid(0.5)), values[1], 1e-14);
    assertEquals(-3 * Math.log(sigmoid(-2)), values[2], 1e-14);
    assertEquals(-Math.log(1 - sigmoid(-2)), values[3], 1e-14);
  }

  @Test
  void weightsDoNotChangeTheType() {
    var loss = new BCEWithLogitsLoss(Tensor.of(2.0), Reduction.MEAN);
    assertEquals(DType.FLOAT32, loss.apply(Tensor.zeros(3), Tensor.ones(3)).dtype());
  }

  // ---- probabilities

  @Test
  void probabilitiesFollowTheFormula() {
    var x = Tensor.of(new double[] {0.25, 0.25, 0.5});
    var y = Tensor.of(new double[] {1, 0, 0.5});
    var values = new BCELoss(Reduction.NONE).apply(x, y).toDoubleArray();
    assertArrayEquals(new double[] {Math.log(4), Math.log(4.0 / 3), Math.log(2)}, values, 1e-15);
  }

  @Test
  void aSureMistakeCostsAHundred() {
    var x = Tensor.of(new double[] {0, 1, 0, 1}).requireGrad();
    var y = Tensor.of(new double[] {1, 0, 0, 1});
    var losses = new BCELoss(Reduction.NONE).apply(x, y);
    assertArrayEquals(new double[] {100, 100, 0, 0}, losses.toDoubleArray());
    losses.sum().backward();
    for (double gradient : x.grad().toDoubleArray()) {
      assertEquals(true, Double.isFinite(gradient));
    }
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Losses.bce(Tensor.of(new double[] {-0.5, 0.5, 2}), Tensor.of(new double[3])));
    assertEquals(
        "BCELoss needs probabilities of 0 to 1; found values from -0.5 to 2.0. Use"
            + " BCEWithLogitsLoss on logits.",
        e.getMessage());
    var nan = Tensor.of(new double[] {Double.NaN});
    assertThrows(IllegalArgumentException.class, () -> Losses.bce(nan, Tensor.of(new double[1])));
  }

  @Test
  void aDryRunReadsNoProbabilities() {
    var loss = Device.DRY.with(() -> Losses.bce(Tensor.zeros(5), Tensor.zeros(5)));
    assertEquals(Shape.of(), loss.shape());
  }

  @Test
  void functionsAreTheMeans() {
    var half = Tensor.of(new double[] {0.5, 0.5});
    var y = Tensor.of(new double[] {0, 1});
    assertEquals(Math.log(2), Losses.bce(half, y).item(), 1e-15);
    assertEquals(Math.log(2), Losses.bceWithLogits(y.zerosLike(), y).item(), 1e-15);
  }

  // ---- divergence

  private static final Tensor Q = Tensor.of(new double[] {0.25, 0.5, 0.25}, 1, 3);
  private static final Tensor P = Tensor.of(new double[] {0.5, 0.5, 0}, 1, 3);

  @Test
  void theDivergenceOfOneDistributionFromAnother() {
    assertEquals(
        0.5 * Math.log(2),
        new KLDivLoss(false, Reduction.BATCH_MEAN).apply(Q.log(), P).item(),
        1e-15);
    assertEquals(0.5 * Math.log(2) / 3, Losses.klDiv(Q.log(), P).item(), 1e-15);
    assertEquals(0, new KLDivLoss().apply(Q.log(), Q).item(), 1e-15);
  }

  @Test
  void targetsMayBeLogarithms() {
    var p = Tensor.of(new double[] {0.5, 0.25, 0.25}, 1, 3);
    assertEquals(
        new KLDivLoss(false, Reduction.SUM).apply(Q.log(), p).item(),
        new KLDivLoss(true, Reduction.SUM).apply(Q.log(), p.log()).item(),
        1e-15);
  }

  @Test
  void theGradientOfALogProbabilityIsMinusTheTarget() {
    var x = Q.log().requireGrad();
    new KLDivLoss(false, Reduction.SUM).apply(x, P).backward();
    assertArrayEquals(new double[] {-0.5, -0.5, 0}, x.grad().toDoubleArray(), 1e-15);
  }
}
