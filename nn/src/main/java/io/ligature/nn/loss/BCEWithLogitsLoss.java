package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// How badly a logit predicts yes or no, without overflow at either end.
///
/// ```text
/// l = -(p y log σ(x) + (1 - y) log(1 - σ(x)))
///   = (1 - y) x + (1 + (p - 1) y) log(1 + e^-x)
///
/// x logits   y in [0, 1]   p weight of yes, broadcast to the shape of x
/// ```
///
/// @param posWeight `p`: above 1 finds more of what is there, below 1 is more often right when it
///   says yes; null for 1
/// @param reduction over all elements
public record BCEWithLogitsLoss(@Nullable Tensor posWeight, Reduction reduction) implements Loss {
  /// Makes the loss without weights, with mean.
  public BCEWithLogitsLoss() {
    this(null, Reduction.MEAN);
  }

  /// {@return the loss}
  ///
  /// @throws ShapeException if the shapes differ
  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    Pair.check("BCEWithLogitsLoss", prediction, target);
    var softplus = prediction.negate().softplus();
    var weighed = posWeight == null ? softplus : softplus.times(share(posWeight, target, softplus));
    return reduction.of(target.rminus(1).times(prediction).plus(weighed));
  }

  private static Tensor share(Tensor posWeight, Tensor target, Tensor like) {
    return posWeight.to(like.device()).to(like.dtype()).minus(1).times(target).plus(1);
  }
}
