package io.ligature.nn;

import io.ligature.Tensor;

/// The rectifier with a ceiling.
///
/// ```text
/// y = min(max(x, 0), 6)
/// ```
///
/// @see <a href="https://arxiv.org/abs/1704.04861">Howard et al. (2017)</a>
public final class ReLU6 extends Block {
  /// Makes the layer; it has no parameters.
  public ReLU6() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.relu6();
  }
}
