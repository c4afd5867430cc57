package io.ligature.nn.metric;

import io.ligature.Tensor;
import java.util.Locale;
import java.util.Objects;

/// The harmonic mean of [Precision] and [Recall].
///
/// ```text
/// F1 = 2 / (1 / precision + 1 / recall) = 2 hits / (said + real)
///
/// x (N, C, ...) or (C) scores   y (N, ...) or () classes
/// ```
///
/// A class that had nothing to divide by counts as 0; one that neither is nor was said, not at all.
public final class F1 implements Metric {
  private final Average average;
  private final Tally tally = new Tally();

  /// Makes the metric.
  public F1(Average average) {
    this.average = Objects.requireNonNull(average, "average");
  }

  private static double ratio(long hits, long said, long real) {
    return 2.0 * hits / (said + real);
  }

  @Override
  public void update(Tensor prediction, Tensor target) {
    tally.add("F1", prediction, target);
  }

  @Override
  public double value() {
    return tally.value(average, F1::ratio);
  }

  /// {@return the value of each class; NaN for those that neither are nor were said}
  public double[] each() {
    return tally.each(F1::ratio);
  }

  @Override
  public void reset() {
    tally.reset();
  }

  @Override
  public void merge(Metric other) {
    var same = Merging.same(F1.class, other);
    Merging.equal("F1", "average", average, same.average);
    tally.merge("F1", same.tally);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "F1 %.4f (%s) of %d", value(), average, tally.examples());
  }
}
