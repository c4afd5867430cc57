package io.ligature.nn;

import io.ligature.Tensor;

/// The logarithm of [Sigmoid], without computing it.
///
/// ```text
/// y = -log(1 + e⁻ˣ)
/// ```
public final class LogSigmoid extends Block {
  /// Makes the layer; it has no parameters.
  public LogSigmoid() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.logSigmoid();
  }
}
