package io.ligature.nn.metric;

import io.ligature.Tensor;
import java.util.Locale;

/// The part of the examples whose right class is among the `k` with the highest scores.
///
/// ```text
/// x (N, C, ...) or (C) scores   y (N, ...) or () classes
/// ```
///
/// Of classes with the same score the first counts as higher, as in [Accuracy], which is the same
/// for k = 1. With as many classes as `k` or fewer, everything is right.
public final class TopK implements Metric {
  private final int k;
  private long right;
  private long all;

  /// Makes the metric.
  ///
  /// @throws IllegalArgumentException if `k` is not 1 or more
  public TopK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("TopK needs a k of 1 or more; found " + k + ".");
    }
    this.k = k;
  }

  @Override
  public void update(Tensor prediction, Tensor target) {
    var rows = Rows.of("TopK", prediction, target);
    right += higher(rows).lt(k).countNonzero().itemLong();
    all += rows.classes().size();
  }

  /// {@return how many classes go before the right one of each row}. What is not a number does.
  private static Tensor higher(Rows rows) {
    var scores = rows.scores();
    var right = rows.classes().unsqueeze(1);
    var score = scores.gather(1, right);
    var columns = Tensor.arange(scores.shape().get(1)).to(scores.device());
    var earlier = scores.eq(score).logicalAnd(columns.lt(right));
    return scores.le(score).logicalNot().logicalOr(earlier).countNonzero(1);
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
    var same = Merging.same(TopK.class, other);
    Merging.equal("TopK", "k", k, same.k);
    right += same.right;
    all += same.all;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Top-%d accuracy %.4f of %d", k, value(), all);
  }
}
