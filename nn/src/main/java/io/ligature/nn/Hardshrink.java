package io.ligature.nn;

import io.ligature.Tensor;

/// What is near 0 made 0.
///
/// ```text
/// y = x    where |x| > λ
///     0    elsewhere
/// ```
public final class Hardshrink extends Block {
  private final double lambda;

  /// Makes the layer with λ = 0.5.
  public Hardshrink() {
    this(0.5);
  }

  /// Makes the layer.
  ///
  /// @param lambda `λ`, 0 or more
  /// @throws IllegalArgumentException if it is not
  public Hardshrink(double lambda) {
    this.lambda = Range.notNegative("Hardshrink", "lambda", lambda);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.abs().le(lambda).where(0, x);
  }

  @Override
  protected String describe() {
    return "Hardshrink(" + lambda + ")";
  }
}
