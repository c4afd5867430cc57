package io.ligature.nn;

import io.ligature.Tensor;

/// [SiLU] with [Hardsigmoid] in place of the sigmoid.
///
/// ```text
/// y = x min(max(x / 6 + 1/2, 0), 1)
/// ```
///
/// @see <a href="https://arxiv.org/abs/1905.02244">Howard et al. (2019)</a>
public final class Hardswish extends Block {
  /// Makes the layer; it has no parameters.
  public Hardswish() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.hardswish();
  }
}
