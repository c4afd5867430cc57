package io.ligature;

/// Standard normal numbers between two bounds.
///
/// ```text
/// x = Q(P(low) + u (P(high) - P(low)))      u uniform in (0, 1)
/// P(x) = P(N(0, 1) <= x), and Q its inverse, [NormalQuantile]
/// ```
///
/// Above 0 the mirror image is drawn: probabilities near 0 have more digits than those near 1.
final class TruncatedNormal {
  private final double low;
  private final double high;
  private final double sign;
  private final double from;
  private final double width;

  /// @throws IllegalArgumentException if the bounds leave no room
  TruncatedNormal(double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "A truncated normal needs a low bound below the high one; found %s and %s."
              .formatted(low, high));
    }
    sign = low > 0 ? -1 : 1;
    this.low = low > 0 ? -high : low;
    this.high = low > 0 ? -low : high;
    from = probability(this.low);
    width = probability(this.high) - from;
  }

  /// {@return the number that belongs to `u` of the uniform distribution}
  double of(double u) {
    double x = NormalQuantile.of(from + u * width);
    return sign * Math.clamp(x, low, high); // rounding may step over a bound
  }

  /// The inverse of the quantile, by bisection until two neighbours are left: it agrees with it to
  /// the bit.
  private static double probability(double x) {
    double below = 0;
    double above = 1;
    while (true) {
      double middle = 0.5 * (below + above);
      if (middle <= below || middle >= above) {
        return above;
      }
      if (NormalQuantile.of(middle) < x) {
        below = middle;
      } else {
        above = middle;
      }
    }
  }
}
