package io.ligature.nn.metric;

import io.ligature.Tensor;
import io.ligature.nn.loss.CrossEntropyLoss;
import io.ligature.nn.loss.Reduction;
import java.util.Locale;

/// How many equally likely tokens a model hesitates between.
///
/// ```text
/// perplexity = exp(-mean over all tokens of logSoftmax(x)[y])
///
/// x (N, C, ...) or (C) logits   y (N, ...) or () tokens
/// ```
///
/// The mean is over the tokens of all batches together; tokens to ignore count nowhere.
///
/// @see <a href="https://doi.org/10.1121/1.2016299">Jelinek, Mercer, Bahl and Baker (1977)</a>
public final class Perplexity implements Metric {
  private final CrossEntropyLoss loss;
  private double sum;
  private long tokens;

  /// Makes the metric; ignores what [CrossEntropyLoss] does, -100.
  public Perplexity() {
    this(new CrossEntropyLoss().ignoreIndex()); // its default
  }

  /// Makes the metric.
  ///
  /// @param ignoreIndex the token that marks places to skip, such as padding
  public Perplexity(long ignoreIndex) {
    loss = new CrossEntropyLoss().ignoreIndex(ignoreIndex).reduction(Reduction.NONE);
  }

  @Override
  public void update(Tensor prediction, Tensor target) {
    var rows = Rows.of("Perplexity", prediction, target, loss.ignoreIndex());
    for (double each : loss.apply(rows.scores(), rows.classes()).toDoubleArray()) {
      sum += each;
    }
    tokens += rows.classes().ne(loss.ignoreIndex()).countNonzero().itemLong();
  }

  @Override
  public double value() {
    return Math.exp(sum / tokens);
  }

  @Override
  public void reset() {
    sum = 0;
    tokens = 0;
  }

  @Override
  public void merge(Metric other) {
    var same = Merging.same(Perplexity.class, other);
    Merging.equal("Perplexity", "ignoreIndex", loss.ignoreIndex(), same.loss.ignoreIndex());
    sum += same.sum;
    tokens += same.tokens;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Perplexity %.4f of %d tokens", value(), tokens);
  }
}
