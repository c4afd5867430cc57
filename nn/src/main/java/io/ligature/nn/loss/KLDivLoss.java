package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// How much is lost when one distribution is taken for another.
///
/// ```text
/// l = y (log y - x)      x log-probabilities   y probabilities; 0 where y = 0
/// ```
///
/// [Reduction#BATCH_MEAN] gives the divergence of the mean sample; [Reduction#MEAN], the default as
/// in PyTorch, divides by the number of classes too.
///
/// @param logTarget whether targets are log-probabilities as well
/// @param reduction over all elements
/// @see <a href="https://doi.org/10.1214/aoms/1177729694">Kullback and Leibler (1951)</a>
public record KLDivLoss(boolean logTarget, Reduction reduction) implements Loss {
  /// Makes the loss for probabilities, with mean.
  public KLDivLoss() {
    this(false, Reduction.MEAN);
  }

  /// {@return the loss}
  ///
  /// @throws ShapeException if the shapes differ
  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    Pair.check("KLDivLoss", prediction, target);
    var losses =
        logTarget
            ? target.exp().times(target.minus(prediction))
            : target.xlogy(target).minus(target.times(prediction));
    return reduction.of(losses);
  }
}
