package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// A prediction beside its target.
final class Pair {
  private Pair() {}

  /// Refuses null.
  static void given(String loss, Tensor prediction, Tensor target) {
    if (prediction == null || target == null) {
      throw new NullPointerException(
          "%s needs a prediction and a target; found %s and %s."
              .formatted(loss, shown(prediction), shown(target)));
    }
  }

  private static String shown(@Nullable Tensor x) {
    return x == null ? "null" : x.type().toString();
  }

  /// @throws ShapeException if the shapes differ
  static void check(String loss, Tensor prediction, Tensor target) {
    given(loss, prediction, target);
    if (!prediction.shape().equals(target.shape())) {
      throw new ShapeException(
          "%s needs prediction and target of one shape; found %s and %s. Reshape or expand one of them."
              .formatted(loss, prediction.type(), target.type()));
    }
  }
}
