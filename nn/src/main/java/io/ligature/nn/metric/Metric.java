package io.ligature.nn.metric;

import io.ligature.Tensor;

/// A number that says how good predictions are, over all batches so far.
public interface Metric {
  /// Takes in a batch.
  void update(Tensor prediction, Tensor target);

  /// {@return the number; NaN if nothing was taken in}
  double value();

  /// Forgets what was taken in.
  void reset();

  /// Takes in all that another of the same class and settings has taken in.
  ///
  /// @throws IllegalArgumentException if it is another kind of metric
  void merge(Metric other);
}
