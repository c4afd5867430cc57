package io.ligature.nn;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// All axes but the first become one.
///
/// ```text
/// x (batch, ...)   ->   y (batch, rest)
/// ```
public final class Flatten extends Block {
  /// Makes the layer; it has no parameters.
  public Flatten() {}

  @Override
  protected Tensor forward(Tensor x) {
    if (x.rank() == 0) {
      throw new ShapeException(
          "Flatten needs x (batch, ...); found []. Unsqueeze it, to a batch of one.");
    }
    long batch = x.shape().get(0);
    return x.reshape(batch, x.shape().without(0).size());
  }
}
