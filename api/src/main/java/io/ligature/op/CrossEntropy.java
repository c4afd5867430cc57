package io.ligature.op;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;

/// How badly logits predict classes.
///
/// ```text
/// loss[n] = (1 - s) w[y[n]] (-p[n, y[n]]) + s / C  sum over c of w[c] (-p[n, c])      p = logSoftmax(x)
/// MEAN:     sum of loss / sum of w[y[n]]
///
/// x (N, C) logits   y (N) INT64 classes in [0, C)   w (C) weights, may be left out: all 1
/// ```
///
/// Samples whose class is `ignore` count nowhere; their loss is 0. The mean over no sample is NaN.
///
/// @param smoothing `s`, in [0, 1]: the share of the target that is spread over all classes
/// @param ignore the class that marks samples to skip
/// @param reduction over the samples
/// @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. (2016), section 7</a>, label
///   smoothing
public record CrossEntropy(double smoothing, long ignore, LossReduction reduction)
    implements FusedOp {
  /// The class to ignore when nobody says otherwise.
  public static final long IGNORE = -100;

  /// The plain mean.
  public static final CrossEntropy OP = new CrossEntropy(0, IGNORE, LossReduction.MEAN);

  /// Checks the smoothing.
  ///
  /// @throws IllegalArgumentException if it is outside [0, 1]
  public CrossEntropy {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException(
          "CrossEntropy needs a smoothing of 0 to 1; found " + smoothing + ".");
    }
  }

  @Override
  public String label() {
    return "CrossEntropy";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    var x = inputs[0];
    var y = inputs[1];
    Operands.real(this, x);
    Operands.rank(this, "logits (N, C)", "logits", x, 2);
    Operands.dtype(this, y, DType.INT64);
    long classes = x.shape().get(1);
    if (classes == 0) {
      throw Operands.misfit(this, "at least one class", "logits", x, "Check the last layer.");
    }
    if (y.rank() != 1 || y.size() != x.shape().get(0)) {
      throw new ShapeException(
          "CrossEntropy needs a class for each of the %d rows of logits; found classes %s. Give INT64 class indices, not one-hot rows."
              .formatted(x.shape().get(0), Operands.extents(y)));
    }
    if (inputs.length > 2) {
      Operands.dtype(this, inputs[2], x.dtype());
      if (inputs[2].rank() != 1 || inputs[2].size() != classes) {
        throw Operands.misfit(
            this, "weights (" + classes + ")", "weights", inputs[2], "Give one a class.");
      }
    }
    Operands.indices(
        this,
        "classes",
        y,
        classes,
        ignore,
        "Check the labels; " + ignore + " marks samples to skip.");
    return Operands.type(x.dtype(), reduction == LossReduction.NONE ? y.shape() : Shape.of());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var ignored = inputs[1].eq(ignore);
    var y = inputs[1].maskedFill(ignored, 0L); // any class will do
    var p = LogSoftmax.of(inputs[0], 1);
    var weight = ignored.not().to(p.dtype());
    if (inputs.length > 2) {
      weight = weight.times(Dispatch.execute(new Op.Gather(0), inputs[2], y));
    }
    var picked = Dispatch.execute(new Op.Gather(1), p, y.reshape(y.size(), 1)).reshape(y.size());
    var loss = picked.negate().maskedFill(ignored, 0).times(weight);
    if (smoothing != 0) {
      var all = (inputs.length > 2 ? p.times(inputs[2]) : p).sum(1).negate();
      var spread = all.maskedFill(ignored, 0).times(smoothing / p.shape().get(1));
      loss = loss.times(1 - smoothing).plus(spread);
    }
    return new Tensor[] {
      switch (reduction) {
        case NONE -> loss;
        case SUM -> loss.sum();
        case MEAN -> loss.sum().div(weight.sum());
      }
    };
  }
}
