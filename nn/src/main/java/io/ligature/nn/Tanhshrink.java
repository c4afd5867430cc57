package io.ligature.nn;

import io.ligature.Tensor;

/// What the hyperbolic tangent takes away.
///
/// ```text
/// y = x - tanh(x)
/// ```
public final class Tanhshrink extends Block {
  /// Makes the layer; it has no parameters.
  public Tanhshrink() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.minus(x.tanh());
  }
}
