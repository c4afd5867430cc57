package io.ligature.nn;

import io.ligature.Tensor;

/// The exponential linear unit.
///
/// ```text
/// y = x             where x > 0
///     α (eˣ - 1)    elsewhere
/// ```
///
/// @see <a href="https://arxiv.org/abs/1511.07289">Clevert et al. (2016)</a>
public final class ELU extends Block {
  private final double alpha;

  /// Makes the layer with α = 1.
  public ELU() {
    this(1);
  }

  /// Makes the layer.
  ///
  /// @param alpha `α`, finite
  /// @throws IllegalArgumentException if it is not
  public ELU(double alpha) {
    this.alpha = Range.finite("ELU", "alpha", alpha);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.elu(alpha);
  }

  @Override
  protected String describe() {
    return "ELU(" + alpha + ")";
  }
}
