package io.ligature.nn;

import io.ligature.Tensor;

/// The exponential linear unit whose slope is continuous for every α.
///
/// ```text
/// y = x                 where x > 0
///     α (e^(x/α) - 1)   elsewhere
/// ```
///
/// @see <a href="https://arxiv.org/abs/1704.07483">Barron (2017)</a>
public final class CELU extends Block {
  private final double alpha;

  /// Makes the layer with α = 1.
  public CELU() {
    this(1);
  }

  /// Makes the layer.
  ///
  /// @param alpha `α`, finite and not 0
  /// @throws IllegalArgumentException if it is not
  public CELU(double alpha) {
    if (alpha == 0) {
      throw new IllegalArgumentException("CELU divides by alpha, which was 0. Use ReLU.");
    }
    this.alpha = Range.finite("CELU", "alpha", alpha);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.celu(alpha);
  }

  @Override
  protected String describe() {
    return "CELU(" + alpha + ")";
  }
}
