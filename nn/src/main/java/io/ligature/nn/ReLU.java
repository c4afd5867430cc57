package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.Linear.Activation;

/// The rectifier.
///
/// ```text
/// y = max(x, 0)
/// ```
public final class ReLU extends Block {
  /// Makes the layer; it has no parameters.
  public ReLU() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.relu();
  }

  @Override
  Activation fusible() {
    return Activation.RELU;
  }
}
