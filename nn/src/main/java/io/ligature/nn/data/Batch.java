package io.ligature.nn.data;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// Several examples, one behind the other along the first axis.
///
/// @param input (n, ...)
/// @param target (n, ...)
public record Batch(Tensor input, Tensor target) {
  /// Checks that both have as many rows.
  ///
  /// @throws ShapeException if not
  public Batch {
    if (input.rank() == 0 || target.rank() == 0 || input.shape().get(0) != target.shape().get(0)) {
      throw new ShapeException(
          "A batch needs inputs (n, ...) and targets (n, ...); found %s and %s."
              .formatted(input.type(), target.type()));
    }
  }

  /// {@return how many examples there are}
  public long size() {
    return input.shape().get(0);
  }
}
