package io.ligature.nn.loss;

import io.ligature.Tensor;

/// What becomes of the losses of the elements.
public enum Reduction {
  /// Their mean; weighted, where a loss has weights for classes.
  MEAN,
  /// Their sum.
  SUM,
  /// Their sum over the extent of the first axis.
  BATCH_MEAN,
  /// They stay as they are.
  NONE;

  Tensor of(Tensor losses) {
    return switch (this) {
      case MEAN -> losses.mean();
      case SUM -> losses.sum();
      case BATCH_MEAN -> losses.sum().div(losses.shape().get(0));
      case NONE -> losses;
    };
  }
}
