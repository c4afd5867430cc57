package io.ligature.nn.loss;

import io.ligature.Tensor;
import java.util.function.BinaryOperator;

/// A measure of how far a prediction is from its target; a scalar, unless its settings say
/// otherwise.
@FunctionalInterface
public interface Loss extends BinaryOperator<Tensor> {
  /// {@return the loss of a prediction}
  @Override
  Tensor apply(Tensor prediction, Tensor target);
}
