package io.ligature.nn.loss;

import io.ligature.DTypeException;
import io.ligature.Dispatch;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.CrossEntropy;
import io.ligature.op.LossReduction;
import org.jspecify.annotations.Nullable;

/// How badly logits predict classes: [NLLLoss] of their log-softmax, computed as one.
///
/// ```text
/// l[n] = (1 - s) w[y[n]] (-p[n, y[n]]) + s / C  sum over c of w[c] (-p[n, c])      p = logSoftmax(x)
/// MEAN: sum of l / sum of w[y[n]]
///
/// x (N, C, ...) or (C) logits   y (N, ...) or () classes in [0, C)   w (C) weights
/// ```
///
/// Samples of the class to ignore count nowhere; the mean over none is NaN. The target may also be
/// probabilities `q` in the shape of `x`, and nothing is ignored:
///
/// ```text
/// l[n] = sum over c of w[c] ((1 - s) q[n, c] + s / C) (-p[n, c])      MEAN: sum of l / N
/// ```
///
/// @param weights `w`; null for 1
/// @param ignoreIndex the class that marks samples to skip
/// @param labelSmoothing `s`, 0 to 1: the share of the target that is spread over all classes
/// @param reduction over the samples
/// @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. (2016)</a>, label smoothing
public record CrossEntropyLoss(
    @Nullable Tensor weights, long ignoreIndex, double labelSmoothing, Reduction reduction)
    implements Loss {
  private static final String NAME = "CrossEntropyLoss";

  /// Checks the smoothing.
  ///
  /// @throws IllegalArgumentException if it is outside [0, 1]
  public CrossEntropyLoss {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException(
          "CrossEntropyLoss needs a labelSmoothing of 0 to 1; found %s.".formatted(labelSmoothing));
    }
  }

  /// Makes the loss without weights and smoothing, with mean.
  public CrossEntropyLoss() {
    this(null, Classes.IGNORE, 0, Reduction.MEAN);
  }

  /// {@return this loss with weights for the classes}
  public CrossEntropyLoss weights(Tensor weights) {
    return new CrossEntropyLoss(weights, ignoreIndex, labelSmoothing, reduction);
  }

  /// {@return this loss with another class to ignore}
  public CrossEntropyLoss ignoreIndex(long ignoreIndex) {
    return new CrossEntropyLoss(weights, ignoreIndex, labelSmoothing, reduction);
  }

  /// {@return this loss with smoothed targets}
  public CrossEntropyLoss labelSmoothing(double labelSmoothing) {
    return new CrossEntropyLoss(weights, ignoreIndex, labelSmoothing, reduction);
  }

  /// {@return this loss with another reduction}
  public CrossEntropyLoss reduction(Reduction reduction) {
    return new CrossEntropyLoss(weights, ignoreIndex, labelSmoothing, reduction);
  }

  /// {@return the loss}
  ///
  /// @throws ShapeException if the shapes do not belong together
  /// @throws DTypeException if the target is neither whole numbers nor probabilities
  /// @throws IndexOutOfBoundsException if a class is not within 0 to C - 1
  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    boolean probabilities =
        target.dtype().isFloating() && target.shape().equals(prediction.shape());
    return probabilities ? ofProbabilities(prediction, target) : ofClasses(prediction, target);
  }

  private Tensor ofClasses(Tensor logits, Tensor target) {
    var classes = Classes.of(NAME, logits, target);
    var op = new CrossEntropy(labelSmoothing, ignoreIndex, kind());
    var x = classes.rows();
    var y = classes.indices();
    var result =
        weights == null
            ? Dispatch.execute(op, x, y)
            : Dispatch.execute(op, x, y, Classes.weights(NAME, weights, x));
    return switch (reduction) {
      case NONE -> result.reshape(target.shape());
      case BATCH_MEAN -> result.div(logits.shape().get(0));
      case MEAN, SUM -> result;
    };
  }

  private LossReduction kind() {
    return switch (reduction) {
      case MEAN -> LossReduction.MEAN;
      case SUM, BATCH_MEAN -> LossReduction.SUM;
      case NONE -> LossReduction.NONE;
    };
  }

  private Tensor ofProbabilities(Tensor logits, Tensor target) {
    int axis = Classes.axis(logits);
    var p = Classes.last(logits, axis).logSoftmax(-1);
    var q = Classes.last(target, axis);
    long classes = p.shape().get(-1);
    if (labelSmoothing > 0) {
      q = q.times(1 - labelSmoothing).plus(labelSmoothing / classes);
    }
    if (weights != null) {
      q = q.times(Classes.weights(NAME, weights, p));
    }
    return reduction.of(p.times(q).sum(-1).negate());
  }
}
