package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// Squares small differences and takes large ones as they are, so that outliers do not rule.
///
/// ```text
/// l = d² / 2           where d = |x - y| < δ
///     δ (d - δ / 2)    elsewhere
/// ```
///
/// which is m (d - m / 2) with m = min(d, δ).
///
/// @param delta `δ`, above 0
/// @param reduction over all elements
/// @see <a href="https://doi.org/10.1214/aoms/1177703732">Huber (1964)</a>
public record HuberLoss(double delta, Reduction reduction) implements Loss {
  /// Checks `δ`.
  ///
  /// @throws IllegalArgumentException if `δ` is not above 0
  public HuberLoss {
    if (!(delta > 0 && Double.isFinite(delta))) {
      throw new IllegalArgumentException(
          "HuberLoss needs a finite delta above 0; found %s.".formatted(delta));
    }
  }

  /// Makes the loss with δ = 1 and mean.
  public HuberLoss() {
    this(1, Reduction.MEAN);
  }

  /// {@return the loss}
  ///
  /// @throws ShapeException if the shapes differ
  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    Pair.check("HuberLoss", prediction, target);
    return reduction.of(of(prediction.minus(target).abs(), delta));
  }

  static Tensor of(Tensor distance, double delta) {
    var near = distance.minimum(delta);
    return near.times(distance.minus(near.times(0.5)));
  }
}
