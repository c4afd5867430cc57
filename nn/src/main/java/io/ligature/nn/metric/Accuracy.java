package io.ligature.nn.metric;

import io.ligature.Tensor;
import java.util.Locale;

/// The part of the examples whose right class has the highest score.
///
/// ```text
/// x (N, C, ...) or (C) scores   y (N, ...) or () classes
/// ```
///
/// Where several classes share the highest score, the first of them is what the model says.
public final class Accuracy implements Metric {
  private long right;
  private long all;

  /// Makes the metric.
  public Accuracy() {}

  @Override
  public void update(Tensor prediction, Tensor target) {
    var rows = Rows.of("Accuracy", prediction, target);
    right += rows.scores().argmax(1).eq(rows.classes()).countNonzero().itemLong();
    all += rows.classes().size();
  }

  @Override
  public double value() {
    return (double) right / all;
  }

  @Override
  public void reset() {
    right = 0;
    all = 0;
  }

  @Override
  public void merge(Metric other) {
    var same = Merging.same(Accuracy.class, other);
    right += same.right;
    all += same.all;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Accuracy %.4f of %d", value(), all);
  }
}
