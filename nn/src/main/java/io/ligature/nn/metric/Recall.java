package io.ligature.nn.metric;

import io.ligature.Tensor;
import java.util.Locale;
import java.util.Objects;

/// How much of what is a class was said to be one.
///
/// ```text
/// recall = hits / real                 of a class: said and right, over right
///
/// x (N, C, ...) or (C) scores   y (N, ...) or () classes
/// ```
///
/// A class that had nothing to divide by counts as 0; one that neither is nor was said, not at all.
public final class Recall implements Metric {
  private final Average average;
  private final Tally tally = new Tally();

  /// Makes the metric.
  public Recall(Average average) {
    this.average = Objects.requireNonNull(average, "average");
  }

  private static double ratio(long hits, long said, long real) {
    return (double) hits / real;
  }

  @Override
  public void update(Tensor prediction, Tensor target) {
    tally.add("Recall", prediction, target);
  }

  @Override
  public double value() {
    return tally.value(average, Recall::ratio);
  }

  /// {@return the value of each class; NaN for those that neither are nor were said}
  public double[] each() {
    return tally.each(Recall::ratio);
  }

  @Override
  public void reset() {
    tally.reset();
  }

  @Override
  public void merge(Metric other) {
    var same = Merging.same(Recall.class, other);
    Merging.equal("Recall", "average", average, same.average);
    tally.merge("Recall", same.tally);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Recall %.4f (%s) of %d", value(), average, tally.examples());
  }
}
