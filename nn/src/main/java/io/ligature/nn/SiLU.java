package io.ligature.nn;

import io.ligature.Tensor;

/// The sigmoid linear unit, also called swish.
///
/// ```text
/// y = x / (1 + e⁻ˣ)
/// ```
///
/// @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel (2016)</a>
public final class SiLU extends Block {
  /// Makes the layer; it has no parameters.
  public SiLU() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.silu();
  }
}
