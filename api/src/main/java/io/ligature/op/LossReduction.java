package io.ligature.op;

/// What becomes of the losses of the samples.
public enum LossReduction {
  /// they stay, one a sample
  NONE,
  /// their sum
  SUM,
  /// their mean, weighted if the loss has weights
  MEAN
}
