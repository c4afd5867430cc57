package io.ligature.nn.loss;

import io.ligature.Tensor;

/// The losses with default settings, as functions. For other settings make the [Loss] itself.
public final class Losses {
  private Losses() {}

  /// {@return the mean of [CrossEntropyLoss]}
  ///
  /// @param logits (N, C, ...) or (C)
  /// @param target classes (N, ...) or (), or probabilities in the shape of the logits
  public static Tensor crossEntropy(Tensor logits, Tensor target) {
    return new CrossEntropyLoss().apply(logits, target);
  }

  /// {@return the mean of [NLLLoss]}
  ///
  /// @param logProbabilities (N, C, ...) or (C)
  /// @param target classes (N, ...) or ()
  public static Tensor nll(Tensor logProbabilities, Tensor target) {
    return new NLLLoss().apply(logProbabilities, target);
  }

  /// {@return the mean of [MSELoss]}
  public static Tensor mse(Tensor prediction, Tensor target) {
    return new MSELoss().apply(prediction, target);
  }

  /// {@return the mean of [L1Loss]}
  public static Tensor l1(Tensor prediction, Tensor target) {
    return new L1Loss().apply(prediction, target);
  }

  /// {@return the mean of [HuberLoss]}
  ///
  /// @param delta where squares end
  public static Tensor huber(Tensor prediction, Tensor target, double delta) {
    return new HuberLoss(delta, Reduction.MEAN).apply(prediction, target);
  }

  /// {@return the mean of [SmoothL1Loss]}
  ///
  /// @param beta where squares end
  public static Tensor smoothL1(Tensor prediction, Tensor target, double beta) {
    return new SmoothL1Loss(beta, Reduction.MEAN).apply(prediction, target);
  }

  /// {@return the mean of [BCELoss]}
  public static Tensor bce(Tensor probabilities, Tensor target) {
    return new BCELoss().apply(probabilities, target);
  }

  /// {@return the mean of [BCEWithLogitsLoss]}
  public static Tensor bceWithLogits(Tensor logits, Tensor target) {
    return new BCEWithLogitsLoss().apply(logits, target);
  }

  /// {@return the mean of [KLDivLoss]}
  ///
  /// @param logProbabilities of the prediction
  /// @param target probabilities
  public static Tensor klDiv(Tensor logProbabilities, Tensor target) {
    return new KLDivLoss().apply(logProbabilities, target);
  }
}
