package io.ligature.nn;

import io.ligature.Shape;
import java.util.OptionalDouble;

/// An [RMSNorm] of the last axis, whose extent its first input decides.
public final class LazyRMSNorm extends RMSNorm {
  /// Makes the layer.
  public LazyRMSNorm() {
    super(Shape.partial(Shape.UNKNOWN), OptionalDouble.empty(), true);
  }

  /// Makes the layer.
  ///
  /// @param eps keeps the divisor from 0
  /// @throws IllegalArgumentException if `eps` is negative or not finite
  public LazyRMSNorm(double eps) {
    super(Shape.partial(Shape.UNKNOWN), OptionalDouble.of(eps), true);
  }
}
