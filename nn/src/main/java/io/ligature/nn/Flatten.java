package io.ligature.nn;

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
    long batch = x.shape().get(0);
    return x.reshape(batch, x.shape().without(0).size());
  }
}
