package io.ligature.nn;

import io.ligature.Tensor;

/// Everything moved towards 0, as far as it goes.
///
/// ```text
/// y = x - λ    where x > λ
///     x + λ    where x < -λ
///     0        elsewhere
/// ```
///
/// Which is x less x within -λ and λ.
public final class Softshrink extends Block {
  private final double lambda;

  /// Makes the layer with λ = 0.5.
  public Softshrink() {
    this(0.5);
  }

  /// Makes the layer.
  ///
  /// @param lambda `λ`, 0 or more
  /// @throws IllegalArgumentException if it is not
  public Softshrink(double lambda) {
    this.lambda = Range.notNegative("Softshrink", "lambda", lambda);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.minus(x.clamp(-lambda, lambda));
  }

  @Override
  protected String describe() {
    return "Softshrink(" + lambda + ")";
  }
}
