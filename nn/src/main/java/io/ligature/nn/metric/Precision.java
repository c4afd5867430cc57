package io.ligature.nn.metric;

import io.ligature.Tensor;
import java.util.Locale;
import java.util.Objects;

/// How much of what was said to be a class is one.
///
/// ```text
/// precision = hits / said              of a class: said and right, over said
///
/// x (N, C, ...) or (C) scores   y (N, ...) or () classes
/// ```
///
/// A class that had nothing to divide by counts as 0; one that neither is nor was said, not at all.
public final class Precision implements Metric {
  private final Average average;
  private final Tally tally = new Tally();

  /// Makes the metric.
  public Precision(Average average) {
    this.average = Objects.requireNonNull(average, "average");
  }

  private static double ratio(long hits, long said, long real) {
    return (double) hits / said;
  }

  @Override
  public void update(Tensor prediction, Tensor target) {
    tally.add("Precision", prediction, target);
  }

  @Override
  public double value() {
    return tally.value(average, Precision::ratio);
  }

  /// {@return the value of each class; NaN for those that neither are nor were said}
  public double[] each() {
    return tally.each(Precision::ratio);
  }

  @Override
  public void reset() {
    tally.reset();
  }

  @Override
  public void merge(Metric other) {
    var same = Merging.same(Precision.class, other);
    Merging.equal("Precision", "average", average, same.average);
    tally.merge("Precision", same.tally);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "Precision %.4f (%s) of %d", value(), average, tally.examples());
  }
}
