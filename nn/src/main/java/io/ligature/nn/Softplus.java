package io.ligature.nn;

import io.ligature.Tensor;

/// A smooth rectifier.
///
/// ```text
/// y = log(1 + e^(β x)) / β
/// ```
public final class Softplus extends Block {
  private final double beta;

  /// Makes the layer with β = 1.
  public Softplus() {
    this(1);
  }

  /// Makes the layer.
  ///
  /// @param beta `β`, above 0: the larger, the closer to the rectifier
  /// @throws IllegalArgumentException if it is not
  public Softplus(double beta) {
    this.beta = Range.positive("Softplus", "beta", beta);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.times(beta).softplus().div(beta);
  }

  @Override
  protected String describe() {
    return "Softplus(" + beta + ")";
  }
}
