package io.ligature.nn.data;

import io.ligature.Tensor;
import java.util.Objects;

/// One thing to learn from.
///
/// @param input what the model sees
/// @param target what it should say; the input itself where a model learns to repeat it
public record Example(Tensor input, Tensor target) {
  /// Takes both.
  public Example {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(target, "target");
  }
}
