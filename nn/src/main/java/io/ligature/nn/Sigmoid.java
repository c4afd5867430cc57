package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.Linear.Activation;

/// The logistic function.
///
/// ```text
/// y = 1 / (1 + e⁻ˣ)
/// ```
///
/// In front of [io.ligature.nn.loss.BCEWithLogitsLoss] leave it out.
public final class Sigmoid extends Block {
  /// Makes the layer; it has no parameters.
  public Sigmoid() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.sigmoid();
  }

  @Override
  Activation fusible() {
    return Activation.SIGMOID;
  }
}
