package io.ligature.nn.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Tensor;
import org.junit.jupiter.api.Test;

/// Metrics of classes, against numbers counted by hand.
class ClassMetricsTest {
  /// Classes 0, 1, 2, 0, 1, 2, for which a model says 0, 2, 1, 0, 0, 1.
  private static <M extends Metric> M example(M metric) {
    var said = Tensor.of(0L, 2L, 1L, 0L, 0L, 1L);
    metric.update(said.oneHot(3).to(io.ligature.DType.FLOAT32), Tensor.of(0L, 1L, 2L, 0L, 1L, 2L));
    return metric;
  }

  private static void assertValues(Metric micro, Metric macro, Metric weighted, double... values) {
    assertEquals(values[0], example(micro).value(), 1e-15);
    assertEquals(values[1], example(macro).value(), 1e-15);
    assertEquals(values[2], example(weighted).value(), 1e-15);
  }

  @Test
  void precisionIsOfWhatWasSaid() {
    assertArrayEquals(
        new double[] {2.0 / 3, 0, 0}, example(new Precision(Average.MICRO)).each(), 1e-15);
    assertValues(
        new Precision(Average.MICRO),
        new Precision(Average.MACRO),
        new Precision(Average.WEIGHTED),
        1.0 / 3,
        2.0 / 9,
        2.0 / 9);
  }

  @Test
  void recallIsOfWhatIs() {
    assertArrayEquals(new double[] {1, 0, 0}, example(new Recall(Average.MICRO)).each());
    assertValues(
        new Recall(Average.MICRO),
        new Recall(Average.MACRO),
        new Recall(Average.WEIGHTED),
        1.0 / 3,
        1.0 / 3,
        1.0 / 3);
  }

  @Test
  void f1IsTheirHarmonicMean() {
    assertArrayEquals(new double[] {0.8, 0, 0}, example(new F1(Average.MICRO)).each(), 1e-15);
    assertValues(
        new F1(Average.MICRO),
        new F1(Average.MACRO),
        new F1(Average.WEIGHTED),
        1.0 / 3,
        0.8 / 3,
        0.8 / 3);
  }

  /// Class 0 three times of four; 1 is never said, 2 never is, 3 is neither.
  @Test
  void weightsAreHowOftenAClassIsAndAbsentClassesCountNowhere() {
    var x = Tensor.of(new float[][] {{1, 0, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 0}, {1, 0, 0, 0}});
    var y = Tensor.of(0L, 0L, 0L, 1L);
    var macro = new F1(Average.MACRO);
    var weighted = new F1(Average.WEIGHTED);
    macro.update(x, y);
    weighted.update(x, y);
    assertArrayEquals(new double[] {2.0 / 3, 0, 0, Double.NaN}, macro.each(), 1e-15);
    assertEquals(2.0 / 9, macro.value(), 1e-15);
    assertEquals(0.5, weighted.value(), 1e-15);
    var precision = new Precision(Average.MACRO);
    precision.update(x, y);
    assertArrayEquals(new double[] {2.0 / 3, 0, 0, Double.NaN}, precision.each(), 1e-15);
  }

  @Test
  void classesStayAsManyAsTheyWere() {
    var recall = example(new Recall(Average.MACRO));
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> recall.update(Tensor.ones(1, 2), Tensor.of(new long[] {1})));
    assertEquals(
        "Recall found scores of 2 classes after scores of 3. Use a metric for each model.",
        e.getMessage());
  }

  @Test
  void theConfusionMatrixHasWhatIsInRowsAndWhatWasSaidInColumns() {
    var matrix = example(new ConfusionMatrix(3));
    assertArrayEquals(new long[] {2, 0, 0, 1, 0, 1, 0, 2, 0}, matrix.counts().toLongArray());
    assertEquals(2.0 / 6, matrix.value());
    assertEquals(
        "ConfusionMatrix of 3 classes found scores of 2: f32[1, 2].",
        assertThrows(
                IllegalArgumentException.class,
                () -> matrix.update(Tensor.ones(1, 2), Tensor.of(new long[] {1})))
            .getMessage());
    assertEquals(
        "ConfusionMatrix needs 1 class or more; found 0.",
        assertThrows(IllegalArgumentException.class, () -> new ConfusionMatrix(0)).getMessage());
  }

  @Test
  void topKIsRightIfTheClassIsAmongTheFirst() {
    var x = Tensor.of(new double[][] {{0.1, 0.5, 0.4}, {0.3, 0.2, 0.5}, {0.2, 0.2, 0.2}});
    var y = Tensor.of(2L, 1L, 1L); // second, third, and second of equals
    assertEquals(0, topK(1, x, y));
    assertEquals(2.0 / 3, topK(2, x, y));
    assertEquals(1, topK(3, x, y));
    assertEquals(1, topK(50, x, y));
    var nan = Tensor.of(new double[][] {{Double.NaN, 1, 0}, {0, Double.NaN, 1}});
    assertEquals(0.5, topK(2, nan, Tensor.of(1L, 1L))); // behind NaN, and NaN itself
    assertEquals(
        "TopK needs a k of 1 or more; found 0.",
        assertThrows(IllegalArgumentException.class, () -> new TopK(0)).getMessage());
  }

  private static double topK(int k, Tensor x, Tensor y) {
    var metric = new TopK(k);
    metric.update(x, y);
    return metric.value();
  }

  @Test
  void perplexityOfEvenScoresIsTheNumberOfTokens() {
    var metric = new Perplexity();
    metric.update(Tensor.zeros(2, 7, 3), Tensor.of(new long[][] {{0, 3, 6}, {1, -100, -100}}));
    assertEquals(7, metric.value(), 1e-5);
    metric.update(Tensor.of(new double[][] {{Math.log(3), 0}}), Tensor.of(new long[] {0}));
    assertEquals(Math.exp((4 * Math.log(7) - Math.log(0.75)) / 5), metric.value(), 1e-5);
  }
}
