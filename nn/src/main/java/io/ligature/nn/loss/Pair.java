package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// A prediction beside its target.
final class Pair {
  private Pair() {}

  /// @throws ShapeException if the shapes differ
  static void check(String loss, Tensor prediction, Tensor target) {
    if (!prediction.shape().equals(target.shape())) {
      throw new ShapeException(
          "%s needs prediction and target of one shape; found %s and %s. Reshape or expand one of them."
              .formatted(loss, prediction.type(), target.type()));
    }
  }
}
