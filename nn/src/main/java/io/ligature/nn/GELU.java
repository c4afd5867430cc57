package io.ligature.nn;

import io.ligature.Tensor;

/// The Gaussian error linear unit.
///
/// ```text
/// y = x Φ(x) = x/2 (1 + erf(x / √2))
/// y = x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))      the approximation, which some models were trained with
/// ```
///
/// @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel (2016)</a>
public final class GELU extends Block {
  private final boolean approximate;

  /// Makes the exact function.
  public GELU() {
    this(false);
  }

  private GELU(boolean approximate) {
    this.approximate = approximate;
  }

  /// {@return the approximation by tanh}
  public static GELU tanh() {
    return new GELU(true);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return approximate ? x.geluTanh() : x.gelu();
  }

  @Override
  protected String describe() {
    return approximate ? "GELU(tanh)" : "GELU";
  }
}
