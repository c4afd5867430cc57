package io.ligature.nn.loss;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// How badly a probability predicts yes or no. [BCEWithLogitsLoss] on what the sigmoid was taken of
/// is more exact.
///
/// ```text
/// l = -(y log x + (1 - y) log(1 - x))      logarithms from -100 up
/// ```
///
/// @param reduction over all elements
public record BCELoss(Reduction reduction) implements Loss {
  private static final double FLOOR =
      -100; // so that a sure mistake has a loss, and not an infinite one

  /// Makes the loss with mean.
  public BCELoss() {
    this(Reduction.MEAN);
  }

  /// {@return the loss}
  ///
  /// @throws ShapeException if the shapes differ
  /// @throws IllegalArgumentException if a prediction is outside [0, 1]
  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    Pair.check("BCELoss", prediction, target);
    checkProbabilities(prediction);
    var yes = target.times(log(prediction));
    var no = target.rminus(1).times(log(prediction.rminus(1)));
    return reduction.of(yes.plus(no).rminus(0)); // rather than -0.0
  }

  private static Tensor log(Tensor x) {
    var none = x.le(0);
    return none.where(FLOOR, none.where(1, x).log().clampMin(FLOOR));
  }

  private static void checkProbabilities(Tensor x) {
    if (x.device().isDry()) {
      return;
    }
    var plain = x.detach();
    if (plain.ge(0).and(plain.le(1)).all().item() == 0) {
      throw new IllegalArgumentException(
          "BCELoss needs probabilities of 0 to 1; found values from %s to %s. Use BCEWithLogitsLoss on logits."
              .formatted(plain.min().item(), plain.max().item()));
    }
  }
}
