package io.ligature.nn;

import io.ligature.Tensor;

/// A smooth rectifier that dips below 0.
///
/// ```text
/// y = x tanh(log(1 + eˣ))
/// ```
///
/// @see <a href="https://arxiv.org/abs/1908.08681">Misra (2020)</a>
public final class Mish extends Block {
  /// Makes the layer; it has no parameters.
  public Mish() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.mish();
  }
}
