package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// How badly log-probabilities predict classes.
///
/// ```text
/// l[n] = -w[y[n]] x[n, y[n]]          MEAN: sum of l / sum of w[y[n]]
///
/// x (N, C, ...) or (C) log-probabilities   y (N, ...) or () classes in [0, C)   w (C) weights
/// ```
///
/// Samples of the class to ignore count nowhere; the mean over none is NaN.
///
/// @param weights `w`; null for 1
/// @param ignoreIndex the class that marks samples to skip
/// @param reduction over the samples
public record NLLLoss(@Nullable Tensor weights, long ignoreIndex, Reduction reduction)
    implements Loss {
  /// Makes the loss without weights, with mean.
  public NLLLoss() {
    this(null, Classes.IGNORE, Reduction.MEAN);
  }

  /// {@return this loss with weights for the classes}
  public NLLLoss weights(Tensor weights) {
    return new NLLLoss(weights, ignoreIndex, reduction);
  }

  /// {@return this loss with another class to ignore}
  public NLLLoss ignoreIndex(long ignoreIndex) {
    return new NLLLoss(weights, ignoreIndex, reduction);
  }

  /// {@return this loss with another reduction}
  public NLLLoss reduction(Reduction reduction) {
    return new NLLLoss(weights, ignoreIndex, reduction);
  }

  /// {@return the loss}
  ///
  /// @throws ShapeException if the shapes do not belong together
  /// @throws IndexOutOfBoundsException if a class is not within 0 to C - 1
  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    var classes = Classes.of("NLLLoss", prediction, target);
    classes.checkRange("NLLLoss", ignoreIndex);
    var x = classes.rows();
    var y = classes.indices();
    var counted = y.ne(ignoreIndex);
    var safe = counted.where(y, y.zerosLike()); // any class will do
    var share = counted.to(x.dtype());
    if (weights != null) {
      share = share.times(Classes.weights("NLLLoss", weights, x).gather(0, safe));
    }
    var picked = x.gather(1, safe.unsqueeze(1)).squeeze(1);
    var losses = counted.where(picked, 0).times(share).rminus(0); // rather than -0.0
    return classes.reduce(reduction, losses, share);
  }
}
