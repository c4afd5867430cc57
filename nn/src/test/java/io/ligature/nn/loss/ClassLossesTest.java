package io.ligature.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The losses that compare scores with classes.
class ClassLossesTest {
  private static final double[][] SCORES = {{1, 2, -1}, {0, 0, 0}, {3, -2, 0.5}, {-1, 1, 1}};
  private static final long[] CLASSES = {1, 0, 2, 1};
  private static final double[] WEIGHTS = {1, 2, 0.5};
  private static final Tensor X = rows(SCORES);
  private static final Tensor Y = Tensor.of(CLASSES);
  private static final Tensor W = Tensor.of(WEIGHTS);

  private static Tensor rows(double[][] values) {
    var flat = new double[values.length * values[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = values[i / values[0].length][i % values[0].length];
    }
    return Tensor.of(flat, values.length, values[0].length);
  }

  private static double[][] logSoftmax(double[][] x) {
    var p = new double[x.length][x[0].length];
    for (int n = 0; n < x.length; n++) {
      double sum = 0;
      for (double value : x[n]) {
        sum += Math.exp(value);
      }
      for (int c = 0; c < x[n].length; c++) {
        p[n][c] = x[n][c] - Math.log(sum);
      }
    }
    return p;
  }

  /// The formula of [CrossEntropyLoss], letter by letter.
  private static double[] losses(double[] w, long[] y, double s) {
    var p = logSoftmax(SCORES);
    var losses = new double[y.length];
    for (int n = 0; n < y.length; n++) {
      if (y[n] >= 0) {
        int c = (int) y[n];
        losses[n] = (1 - s) * w[c] * -p[n][c];
        for (int k = 0; k < 3; k++) {
          losses[n] += s / 3 * w[k] * -p[n][k];
        }
      }
    }
    return losses;
  }

  private static double sum(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static final double[] EVEN = {1, 1, 1};

  // ---- cross-entropy of classes

  @Test
  void crossEntropyIsTheMeanSurprise() {
    assertEquals(sum(losses(EVEN, CLASSES, 0)) / 4, Losses.crossEntropy(X, Y).item(), 1e-15);
    assertEquals(Math.log(3), Losses.crossEntropy(X.get(1), Y.get(1)).item(), 1e-15);
  }

  @ParameterizedTest
  @EnumSource
  void crossEntropyReducesWithWeightsAndSmoothing(Reduction reduction) {
    var losses = losses(WEIGHTS, CLASSES, 0.1);
    var found =
        new CrossEntropyLoss().weights(W).labelSmoothing(0.1).reduction(reduction).apply(X, Y);
    double[] expected =
        switch (reduction) {
          case MEAN -> new double[] {sum(losses) / (2 + 1 + 0.5 + 2)};
          case SUM -> new double[] {sum(losses)};
          case BATCH_MEAN -> new double[] {sum(losses) / 4};
          case NONE -> losses;
        };
    assertArrayEquals(expected, found.toDoubleArray(), 1e-14);
  }

  @Test
  void ignoredSamplesCountNowhere() {
    long[] classes = {1, -100, 2, -100};
    var losses = losses(WEIGHTS, classes, 0.1);
    var loss = new CrossEntropyLoss().weights(W).labelSmoothing(0.1);
    var y = Tensor.of(classes);
    assertEquals(sum(losses) / (2 + 0.5), loss.apply(X, y).item(), 1e-14);
    assertArrayEquals(losses, loss.reduction(Reduction.NONE).apply(X, y).toDoubleArray(), 1e-14);
    var other = new CrossEntropyLoss().ignoreIndex(1).apply(X, Y).item();
    assertEquals((losses(EVEN, CLASSES, 0)[1] + losses(EVEN, CLASSES, 0)[2]) / 2, other, 1e-14);
  }

  @Test
  void theMeanOverNoSampleIsNaN() {
    var none = Tensor.of(new long[] {-100, -100, -100, -100});
    assertEquals(Double.NaN, Losses.crossEntropy(X, none).item());
    assertEquals(0, new CrossEntropyLoss().reduction(Reduction.SUM).apply(X, none).item());
  }

  @Test
  void theGradientIsTheErrorOfTheProbabilities() {
    var x = X.copy().requireGrad();
    Losses.crossEntropy(x, Y).backward();
    var p = logSoftmax(SCORES);
    var gradient = x.grad().toDoubleArray();
    for (int i = 0; i < gradient.length; i++) {
      double target = CLASSES[i / 3] == i % 3 ? 1 : 0;
      assertEquals((Math.exp(p[i / 3][i % 3]) - target) / 4, gradient[i], 1e-15);
    }
  }

  @Test
  void surelyWrongLogitsHaveALossAndNoOverflow() {
    var x = Tensor.of(new float[] {1000, -1000}, 1, 2);
    assertEquals(2000, Losses.crossEntropy(x, Tensor.of(new long[] {1})).item());
    assertEquals(0, Losses.crossEntropy(x, Tensor.of(new long[] {0})).item());
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "UINT8", "INT32", "INT64"})
  void classesMayBeAnyWholeNumbers(DType dtype) {
    assertEquals(Losses.crossEntropy(X, Y).item(), Losses.crossEntropy(X, Y.to(dtype)).item());
    assertEquals(Losses.nll(X, Y).item(), Losses.nll(X, Y.to(dtype)).item());
  }

  @Test
  void halvesAreComputedWider() {
    assertEquals(
        Losses.crossEntropy(X, Y).item(), Losses.crossEntropy(X.to(DType.FLOAT16), Y).item(), 1e-6);
    assertEquals(Losses.nll(X, Y).item(), Losses.nll(X.to(DType.BFLOAT16), Y).item());
  }

  @Test
  void furtherAxesAreSamples() {
    var x = X.reshape(2, 2, 3).permute(0, 2, 1); // (N, C, d)
    var y = Y.reshape(2, 2);
    assertEquals(Losses.crossEntropy(X, Y).item(), Losses.crossEntropy(x, y).item(), 1e-15);
    var each = new CrossEntropyLoss().reduction(Reduction.NONE).apply(x, y);
    assertEquals(Shape.of(2, 2), each.shape());
    assertArrayEquals(losses(EVEN, CLASSES, 0), each.toDoubleArray(), 1e-15);
    var nll = new NLLLoss().reduction(Reduction.NONE).apply(x, y);
    assertArrayEquals(new double[] {-2, 0, -0.5, -1}, nll.toDoubleArray());
  }

  // ---- cross-entropy of probabilities

  @Test
  void oneHotRowsGiveWhatTheirClassesGive() {
    var loss = new CrossEntropyLoss().labelSmoothing(0.1).reduction(Reduction.NONE);
    var oneHot = Y.oneHot(3).to(DType.FLOAT64);
    assertArrayEquals(
        loss.apply(X, Y).toDoubleArray(), loss.apply(X, oneHot).toDoubleArray(), 1e-14);
    var weighted = loss.weights(W);
    assertArrayEquals(
        weighted.apply(X, Y).toDoubleArray(), weighted.apply(X, oneHot).toDoubleArray(), 1e-14);
  }

  @Test
  void theMeanOfProbabilitiesIsOverSamplesWhateverTheWeights() {
    var oneHot = Y.oneHot(3).to(DType.FLOAT64);
    assertEquals(
        sum(losses(WEIGHTS, CLASSES, 0)) / 4,
        new CrossEntropyLoss().weights(W).apply(X, oneHot).item(),
        1e-14);
    var spatial = oneHot.reshape(2, 2, 3).permute(0, 2, 1);
    assertEquals(
        sum(losses(EVEN, CLASSES, 0)) / 4,
        Losses.crossEntropy(X.reshape(2, 2, 3).permute(0, 2, 1), spatial).item(),
        1e-14);
  }

  @Test
  void probabilitiesMayBeSpread() {
    var q = Tensor.of(new double[] {0.2, 0.3, 0.5}, 1, 3);
    var p = logSoftmax(SCORES);
    assertEquals(
        -(0.2 * p[0][0] + 0.3 * p[0][1] + 0.5 * p[0][2]),
        Losses.crossEntropy(X.get(0).reshape(1, 3), q).item(),
        1e-15);
  }

  // ---- negative log-likelihood

  @Test
  void nllPicksTheScoreOfTheClass() {
    assertEquals(-(2 + 0 + 0.5 + 1) / 4, Losses.nll(X, Y).item());
    assertEquals(-2, Losses.nll(X.get(0), Y.get(0)).item());
    var loss = new NLLLoss().weights(W);
    double weighted = -(2 * 2 + 1 * 0 + 0.5 * 0.5 + 2 * 1);
    assertEquals(weighted / (2 + 1 + 0.5 + 2), loss.apply(X, Y).item(), 1e-15);
    assertEquals(weighted, loss.reduction(Reduction.SUM).apply(X, Y).item());
    assertEquals(weighted / 4, loss.reduction(Reduction.BATCH_MEAN).apply(X, Y).item());
    assertEquals(-(0 + 0.5) / 2, new NLLLoss().ignoreIndex(1).apply(X, Y).item());
  }

  @Test
  void anIgnoredImpossibilityIsNoNaN() {
    var x = Tensor.of(new double[] {Double.NEGATIVE_INFINITY, -1, -1, -1}, 2, 2);
    assertEquals(1, Losses.nll(x, Tensor.of(new long[] {-100, 1})).item());
  }

  @Test
  void theGradientOfNllIsMinusTheShare() {
    var x = X.copy().requireGrad();
    new NLLLoss().weights(W).apply(x, Y).backward();
    var gradient = x.grad().toDoubleArray();
    for (int i = 0; i < gradient.length; i++) {
      double share = CLASSES[i / 3] == i % 3 ? WEIGHTS[i % 3] / 5.5 : 0;
      assertEquals(-share, gradient[i], 1e-15);
    }
  }

  // ---- errors

  private static void assertRefused(
      Class<? extends RuntimeException> type, String message, Loss loss, Tensor x, Tensor y) {
    assertEquals(message, assertThrows(type, () -> loss.apply(x, y)).getMessage());
  }

  @Test
  void classesBeyondTheScoresAreRefused() {
    assertRefused(
        IndexOutOfBoundsException.class,
        "NLLLoss found class 3 for sample 2; classes are 0 to 2, or -100 to skip a sample.",
        new NLLLoss(),
        X,
        Tensor.of(new long[] {0, 1, 3, 0}));
    assertRefused(
        IndexOutOfBoundsException.class,
        "NLLLoss found class -1 for sample 0; classes are 0 to 2, or 1 to skip a sample.",
        new NLLLoss().ignoreIndex(1),
        X,
        Tensor.of(new int[] {-1, 1, 3, 0}));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> Losses.crossEntropy(X, Tensor.of(new long[] {0, 1, 3, 0})));
  }

  @Test
  void shapesMustBelongTogether() {
    assertRefused(
        ShapeException.class,
        "CrossEntropyLoss needs scores (N, C, ...) and classes (N, ...); found f64[4, 3] and i64[4,"
            + " 1]. Give one index for each row of scores.",
        new CrossEntropyLoss(),
        X,
        Y.reshape(4, 1));
    assertRefused(
        ShapeException.class,
        "CrossEntropyLoss needs scores (N, C, ...) and classes (N, ...); found f64[4, 3] and i64[4,"
            + " 3]. Give indices of classes, argmax(1) of one-hot rows, or cast probabilities to"
            + " real numbers.",
        new CrossEntropyLoss(),
        X,
        Y.oneHot(3));
    assertRefused(
        ShapeException.class,
        "NLLLoss needs scores (N, C, ...) and classes (N, ...); found f64[] and i64[]. Give indices"
            + " of classes, argmax(1) of one-hot rows, or cast probabilities to real numbers.",
        new NLLLoss(),
        Tensor.of(1.0),
        Tensor.of(new long[1]).reshape());
  }

  @Test
  void classesAreWholeNumbers() {
    assertRefused(
        DTypeException.class,
        "CrossEntropyLoss needs whole numbers for classes; found f64[4]. Cast them with"
            + " to(DType.INT64).",
        new CrossEntropyLoss(),
        X,
        Y.to(DType.FLOAT64));
  }

  @Test
  void everyClassHasAWeightOrNone() {
    assertRefused(
        ShapeException.class,
        "CrossEntropyLoss needs a weight for each of 3 classes; found f64[2].",
        new CrossEntropyLoss().weights(Tensor.of(new double[] {1, 2})),
        X,
        Y);
  }

  @Test
  void smoothingIsAShare() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> new CrossEntropyLoss().labelSmoothing(1.1));
    assertEquals("CrossEntropyLoss needs a labelSmoothing of 0 to 1; found 1.1.", e.getMessage());
  }

  @Test
  void aDryRunReadsNoClasses() {
    var loss =
        Device.DRY.with(
            () -> Losses.crossEntropy(Tensor.zeros(5, 3), Tensor.zeros(DType.INT64, Shape.of(5))));
    assertEquals(Shape.of(), loss.shape());
    var nll =
        Device.DRY.with(
            () -> Losses.nll(Tensor.zeros(5, 3), Tensor.zeros(DType.INT64, Shape.of(5))));
    assertEquals(Shape.of(), nll.shape());
  }
}
