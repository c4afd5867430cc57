package io.ligature.nn;

import io.ligature.Shape;

/// A [LayerNorm] of the last axis, whose extent its first input decides.
public final class LazyLayerNorm extends LayerNorm {
  /// Makes the layer with weight and bias.
  public LazyLayerNorm() {
    this(EPS, true);
  }

  /// Makes the layer.
  ///
  /// @param eps keeps the divisor from 0
  /// @param hasBias whether there is a `b`
  /// @throws IllegalArgumentException if `eps` is negative or not finite
  public LazyLayerNorm(double eps, boolean hasBias) {
    super(Shape.partial(Shape.UNKNOWN), eps, true, hasBias);
  }
}
