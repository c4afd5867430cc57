package io.ligature.nn;

import io.ligature.Tensor;

/// [Sigmoid] made of three straight lines.
///
/// ```text
/// y = min(max(x / 6 + 1/2, 0), 1)
/// ```
public final class Hardsigmoid extends Block {
  /// Makes the layer; it has no parameters.
  public Hardsigmoid() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.hardsigmoid();
  }
}
