package io.ligature.nn.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What all metrics have in common.
class MetricsTest {
  private static final Tensor X = Tensor.randn(Key.of(1), DType.FLOAT64, Shape.of(60, 4));
  private static final Tensor Y = Tensor.randint(Key.of(2), Shape.of(60), 0, 4);

  /// Each of them.
  @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
  enum Kind {
    ACCURACY(Accuracy::new),
    TOP_2(() -> new TopK(2)),
    PRECISION(() -> new Precision(Average.MACRO)),
    RECALL(() -> new Recall(Average.MACRO)),
    F1(() -> new F1(Average.WEIGHTED)),
    CONFUSION_MATRIX(() -> new ConfusionMatrix(4)),
    AUC(Auc::new),
    PERPLEXITY(Perplexity::new);

    @SuppressWarnings("ImmutableEnumChecker") // a constructor, which keeps nothing
    private final Supplier<Metric> make;

    Kind(Supplier<Metric> make) {
      this.make = make;
    }

    /// Gives a metric some of the examples.
    private void update(Metric metric, long from, long to) {
      var x = X.slice(0, from, to);
      var y = Y.slice(0, from, to);
      if (this == AUC) {
        metric.update(x.select(1, 0), y.gt(1));
      } else {
        metric.update(x, y);
      }
    }

    private Metric over(long... borders) {
      var metric = make.get();
      for (int i = 1; i < borders.length; i++) {
        update(metric, borders[i - 1], borders[i]);
      }
      return metric;
    }
  }

  private static String message(Class<? extends RuntimeException> type, Executable work) {
    return assertThrows(type, work).getMessage();
  }

  @ParameterizedTest
  @EnumSource
  void batchesOfAnySizeCountByTheirExamples(Kind kind) {
    double whole = kind.over(0, 60).value();
    assertEquals(whole, kind.over(0, 1, 7, 7, 58, 60).value(), 1e-12);
    assertEquals(true, Double.isFinite(whole));
  }

  @ParameterizedTest
  @EnumSource
  void twoOfAKindMerge(Kind kind) {
    var first = kind.over(0, 13);
    var second = kind.over(13, 60);
    double alone = second.value();
    first.merge(second);
    assertEquals(kind.over(0, 60).value(), first.value(), 1e-12);
    assertEquals(alone, second.value());
    var empty = kind.over(0);
    empty.merge(second);
    assertEquals(alone, empty.value());
    second.merge(kind.over(0));
    assertEquals(alone, second.value());
  }

  @ParameterizedTest
  @EnumSource
  void nothingHasNoValue(Kind kind) {
    assertEquals(Double.NaN, kind.over(0).value());
    var metric = kind.over(0, 60);
    metric.reset();
    assertEquals(Double.NaN, metric.value());
    kind.update(metric, 0, 5);
    assertEquals(kind.over(0, 5).value(), metric.value());
  }

  @ParameterizedTest
  @EnumSource
  void anotherKindIsNotMerged(Kind kind) {
    var metric = kind.make.get();
    var other = kind == Kind.ACCURACY ? new Auc() : new Accuracy();
    assertEquals(
        "%s merges with its like; found %s."
            .formatted(metric.getClass().getSimpleName(), other.getClass().getSimpleName()),
        message(IllegalArgumentException.class, () -> metric.merge(other)));
  }

  @Test
  void otherSettingsAreNotMerged() {
    assertEquals(
        "TopK merges with one of the same k; found 2 and 3.",
        message(IllegalArgumentException.class, () -> new TopK(2).merge(new TopK(3))));
    assertEquals(
        "F1 merges with one of the same average; found MICRO and MACRO.",
        message(
            IllegalArgumentException.class,
            () -> new F1(Average.MICRO).merge(new F1(Average.MACRO))));
    assertEquals(
        "ConfusionMatrix merges with one of the same number of classes; found 2 and 3.",
        message(
            IllegalArgumentException.class,
            () -> new ConfusionMatrix(2).merge(new ConfusionMatrix(3))));
    assertEquals(
        "Perplexity merges with one of the same ignoreIndex; found -100 and 0.",
        message(IllegalArgumentException.class, () -> new Perplexity().merge(new Perplexity(0))));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUC")
  void whatDoesNotFitIsRefused(Kind kind) {
    var metric = kind.make.get();
    var name = metric.getClass().getSimpleName();
    assertEquals(
        name + " needs scores (N, C, ...) and classes (N, ...); found f64[60, 4] and i64[4].",
        message(ShapeException.class, () -> metric.update(X, Y.slice(0, 0, 4))));
    assertEquals(
        name + " needs whole numbers for classes; found f32[60]. Cast them with to(DType.INT64).",
        message(DTypeException.class, () -> metric.update(X, Y.to(DType.FLOAT32))));
    var skip = kind == Kind.PERPLEXITY ? ", or -100 to skip an example." : ".";
    assertEquals(
        name + " found class 4; classes are 0 to 3" + skip,
        message(IndexOutOfBoundsException.class, () -> metric.update(X, Y.plus(1))));
    assertEquals(Double.NaN, metric.value());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUC")
  void classesMayHavePlacesBehind(Kind kind) {
    var metric = kind.make.get();
    metric.update(X.reshape(15, 4, 4).transpose(1, 2), Y.reshape(15, 4)); // (N, C, length)
    assertEquals(kind.over(0, 60).value(), metric.value(), 1e-12);
    var one = kind.make.get();
    one.update(X.get(3), Y.get(3));
    assertEquals(kind.over(3, 4).value(), one.value(), 1e-12);
  }

  @Test
  void printTheirValues() {
    var x = Tensor.of(new double[][] {{2, 1, 0}, {0, 0, 1}});
    var y = Tensor.of(0L, 1L);
    assertEquals("Accuracy 0.5000 of 2", after(new Accuracy(), x, y));
    assertEquals("Top-2 accuracy 0.5000 of 2", after(new TopK(2), x, y));
    assertEquals("Precision 0.5000 (MICRO) of 2", after(new Precision(Average.MICRO), x, y));
    assertEquals("Recall 0.5000 (MICRO) of 2", after(new Recall(Average.MICRO), x, y));
    assertEquals("F1 0.5000 (MICRO) of 2", after(new F1(Average.MICRO), x, y));
    assertEquals("   0 1 2\n 0 1 0 0\n 1 0 0 1\n 2 0 0 0", after(new ConfusionMatrix(3), x, y));
    assertEquals("Auc 0.0000 of 2", after(new Auc(), Tensor.of(2.0, 1.0), y));
    assertEquals("Perplexity 1.0000 of 1 tokens", after(new Perplexity(1), x.times(100), y));
  }

  private static String after(Metric metric, Tensor x, Tensor y) {
    metric.update(x, y);
    return metric.toString();
  }

  @Test
  void confusionPrintsInColumns() {
    var matrix = new ConfusionMatrix(2);
    for (int i = 0; i < 12; i++) {
      matrix.update(Tensor.of(new double[][] {{1, 0}}), Tensor.of(1L).reshape(1));
    }
    assertEquals("     0  1\n  0  0  0\n  1 12  0", matrix.toString());
    assertArrayEquals(new long[] {0, 0, 12, 0}, matrix.counts().toLongArray());
  }
}
