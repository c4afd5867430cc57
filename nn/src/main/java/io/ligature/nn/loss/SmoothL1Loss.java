package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// The absolute difference with its corner rounded off: [HuberLoss] over β.
///
/// ```text
/// l = d² / (2 β)     where d = |x - y| < β
///     d - β / 2      elsewhere
/// ```
///
/// @param beta `β`, 0 or more; with 0 it is [L1Loss]
/// @param reduction over all elements
/// @see <a href="https://arxiv.org/abs/1504.08083">Girshick (2015)</a>
public record SmoothL1Loss(double beta, Reduction reduction) implements Loss {
  /// Checks `β`.
  ///
  /// @throws IllegalArgumentException if `β` is below 0
  public SmoothL1Loss {
    if (!(beta >= 0 && Double.isFinite(beta))) {
      throw new IllegalArgumentException(
          "SmoothL1Loss needs a finite beta of 0 or more; found %s.".formatted(beta));
    }
  }

  /// Makes the loss with β = 1 and mean.
  public SmoothL1Loss() {
    this(1, Reduction.MEAN);
  }

  /// {@return the loss}
  ///
  /// @throws ShapeException if the shapes differ
  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    Pair.check("SmoothL1Loss", prediction, target);
    var distance = prediction.minus(target).abs();
    return reduction.of(beta == 0 ? distance : HuberLoss.of(distance, beta).div(beta));
  }
}
