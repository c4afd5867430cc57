package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.Linear.Activation;

/// The hyperbolic tangent.
///
/// ```text
/// y = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)
/// ```
public final class Tanh extends Block {
  /// Makes the layer; it has no parameters.
  public Tanh() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.tanh();
  }

  @Override
  Activation fusible() {
    return Activation.TANH;
  }
}
