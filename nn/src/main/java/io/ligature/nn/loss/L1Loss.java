package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// The absolute difference.
///
/// ```text
/// l = |x - y|
/// ```
///
/// @param reduction over all elements
public record L1Loss(Reduction reduction) implements Loss {
  /// Makes the mean absolute error.
  public L1Loss() {
    this(Reduction.MEAN);
  }

  /// {@return the loss}
  ///
  /// @throws ShapeException if the shapes differ
  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    Pair.check("L1Loss", prediction, target);
    return reduction.of(prediction.minus(target).abs());
  }
}
