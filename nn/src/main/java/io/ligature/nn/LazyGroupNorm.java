package io.ligature.nn;

import io.ligature.Shape;

/// A [GroupNorm] whose number of channels its first input decides.
public final class LazyGroupNorm extends GroupNorm {
  /// Makes the layer with weight and bias.
  ///
  /// @param groups how many; divides the channels
  public LazyGroupNorm(long groups) {
    this(groups, EPS);
  }

  /// Makes the layer with weight and bias.
  ///
  /// @param groups how many; divides the channels
  /// @param eps keeps the divisor from 0
  /// @throws IllegalArgumentException if there is no group, or `eps` is negative or not finite
  public LazyGroupNorm(long groups, double eps) {
    super(groups, Shape.partial(Shape.UNKNOWN), eps, true);
  }
}
