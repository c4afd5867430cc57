package io.ligature.nn;

import io.ligature.Tensor;

/// [Tanh] made of three straight lines.
///
/// ```text
/// y = min(max(x, low), high)
/// ```
public final class Hardtanh extends Block {
  private final double low;
  private final double high;

  /// Makes the layer with -1 and 1.
  public Hardtanh() {
    this(-1, 1);
  }

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if `low` is above `high`
  public Hardtanh(double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "Hardtanh needs a low bound of at most the high one; found %s and %s."
              .formatted(low, high));
    }
    this.low = low;
    this.high = high;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.clamp(low, high);
  }

  @Override
  protected String describe() {
    return "Hardtanh(" + low + ", " + high + ")";
  }
}
