package io.ligature.nn.metric;

import io.ligature.Tensor;
import java.util.Arrays;

/// How often each class was right, was said, and was said rightly.
final class Tally {
  private long[] hits = {};
  private long[] said = {};
  private long[] real = {};

  /// A value of a class.
  interface Ratio {
    /// {@return the value}
    ///
    /// @param hits how often the class was said and right
    /// @param said how often it was said
    /// @param real how often it was right
    double of(long hits, long said, long real);
  }

  void add(String metric, Tensor prediction, Tensor target) {
    var rows = Rows.of(metric, prediction, target);
    grow(metric, rows.scores().shape().get(1));
    var answers = rows.scores().argmax(1).toLongArray();
    var classes = rows.classes().toLongArray();
    for (int i = 0; i < classes.length; i++) {
      int answer = (int) answers[i];
      int right = (int) classes[i];
      said[answer]++;
      real[right]++;
      hits[right] += answer == right ? 1 : 0;
    }
  }

  private void grow(String metric, long classes) {
    if (hits.length == 0) {
      hits = new long[Math.toIntExact(classes)];
      said = new long[hits.length];
      real = new long[hits.length];
    } else if (hits.length != classes) {
      throw new IllegalArgumentException(
          "%s found scores of %d classes after scores of %d. Use a metric for each model."
              .formatted(metric, classes, hits.length));
    }
  }

  void merge(String metric, Tally other) {
    if (other.hits.length > 0) {
      grow(metric, other.hits.length);
      for (int i = 0; i < hits.length; i++) {
        hits[i] += other.hits[i];
        said[i] += other.said[i];
        real[i] += other.real[i];
      }
    }
  }

  void reset() {
    hits = new long[0];
    said = new long[0];
    real = new long[0];
  }

  long examples() {
    return Arrays.stream(real).sum();
  }

  /// {@return the value of each class; NaN for those that were neither right nor said}
  double[] each(Ratio ratio) {
    var values = new double[hits.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = said[i] + real[i] == 0 ? Double.NaN : orZero(ratio.of(hits[i], said[i], real[i]));
    }
    return values;
  }

  double value(Average average, Ratio ratio) {
    if (examples() == 0) {
      return Double.NaN;
    }
    var values = each(ratio);
    return switch (average) {
      case MICRO ->
          orZero(
              ratio.of(
                  Arrays.stream(hits).sum(), Arrays.stream(said).sum(), Arrays.stream(real).sum()));
      case MACRO ->
          Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
      case WEIGHTED -> weighted(values);
    };
  }

  private double weighted(double[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += real[i] == 0 ? 0 : real[i] * values[i];
    }
    return sum / examples();
  }

  /// What has nothing to divide by has nothing right.
  private static double orZero(double ratio) {
    return Double.isNaN(ratio) ? 0 : ratio;
  }
}
