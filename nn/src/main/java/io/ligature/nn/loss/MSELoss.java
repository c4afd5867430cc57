package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// The squared difference.
///
/// ```text
/// l = (x - y)²
/// ```
///
/// @param reduction over all elements
public record MSELoss(Reduction reduction) implements Loss {
  /// Makes the mean squared error.
  public MSELoss() {
    this(Reduction.MEAN);
  }

  /// {@return the loss}
  ///
  /// @throws ShapeException if the shapes differ
  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    Pair.check("MSELoss", prediction, target);
    var difference = prediction.minus(target);
    return reduction.of(difference.times(difference));
  }
}
