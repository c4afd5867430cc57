package io.ligature.nn;

import io.ligature.Tensor;

/// The rectifier with a slope below 0.
///
/// ```text
/// y = x            where x > 0
///     slope x      elsewhere
/// ```
public final class LeakyReLU extends Block {
  private final double slope;

  /// Makes the layer with slope = 0.01.
  public LeakyReLU() {
    this(0.01);
  }

  /// Makes the layer.
  ///
  /// @param slope below 0, finite
  /// @throws IllegalArgumentException if it is not
  public LeakyReLU(double slope) {
    this.slope = Range.finite("LeakyReLU", "slope", slope);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.leakyRelu(slope);
  }

  @Override
  protected String describe() {
    return "LeakyReLU(" + slope + ")";
  }
}
