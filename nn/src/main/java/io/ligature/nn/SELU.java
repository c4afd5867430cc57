package io.ligature.nn;

import io.ligature.Tensor;

/// The self-normalising linear unit.
///
/// ```text
/// y = λ x             where x > 0
///     λ α (eˣ - 1)    elsewhere       λ = 1.0507...   α = 1.6732...
/// ```
///
/// Keeps activations near mean 0 and variance 1 where weights are drawn with [Init#lecunNormal].
///
/// @see <a href="https://arxiv.org/abs/1706.02515">Klambauer et al. (2017)</a>
public final class SELU extends Block {
  /// Makes the layer; it has no parameters.
  public SELU() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.selu();
  }
}
