package io.ligature.nn;

import io.ligature.Tensor;

/// A sigmoid with slow tails.
///
/// ```text
/// y = x / (1 + |x|)
/// ```
public final class Softsign extends Block {
  /// Makes the layer; it has no parameters.
  public Softsign() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.softsign();
  }
}
