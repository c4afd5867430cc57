package io.ligature.nn.loss;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.IndexException;
import io.ligature.ShapeException;
import io.ligature.Tensor;

/// Predictions for classes, brought into rows, and the class that each row should have said.
///
/// ```text
/// x (N, C, d...) -> rows (N d..., C)      y (N, d...) -> indices (N d...) INT64
/// ```
record Classes(Tensor rows, Tensor indices, Tensor prediction, Tensor target) {
  /// The class to ignore when nobody says otherwise.
  static final long IGNORE = -100;

  static Classes of(String loss, Tensor x, Tensor y) {
    Pair.given(loss, x, y);
    int axis = axis(x);
    if (x.rank() == 0 || !x.shape().without(axis).equals(y.shape())) {
      throw new ShapeException(
          "%s needs scores (N, C, ...) and classes (N, ...); found %s and %s. %s"
              .formatted(loss, x.type(), y.type(), advice(x, y)));
    }
    if (!y.dtype().isIntegral()) {
      throw new DTypeException(
          "%s needs whole numbers for classes; found %s. Cast them with to(DType.INT64)."
              .formatted(loss, y.type()));
    }
    long classes = x.shape().get(axis);
    var rows = last(x.to(x.dtype().widened()), axis).reshape(y.size(), classes);
    var indices = y.to(DType.INT64).reshape(y.size());
    return new Classes(rows, indices, x, y);
  }

  private static String advice(Tensor x, Tensor y) {
    return x.shape().equals(y.shape())
        ? "Give indices of classes, argmax(1) of one-hot rows, or cast probabilities to real"
            + " numbers."
        : "Give one index for each row of scores.";
  }

  /// @throws IndexException if a class is not within 0 to C - 1, and not the one to ignore
  void checkRange(String loss, long ignore) {
    if (indices.device().isDry()) {
      return;
    }
    long classes = rows.shape().get(1);
    var values = indices.toLongArray();
    for (int i = 0; i < values.length; i++) {
      if ((values[i] < 0 || values[i] >= classes) && values[i] != ignore) {
        throw new IndexException(
            "%s found class %d for sample %d; classes are 0 to %d, or %d to skip a sample."
                .formatted(loss, values[i], i, classes - 1, ignore));
      }
    }
  }

  static int axis(Tensor x) {
    return x.rank() == 1 ? 0 : 1;
  }

  /// {@return the tensor with the classes in the last axis}
  static Tensor last(Tensor x, int axis) {
    return axis == x.rank() - 1 ? x : x.moveAxis(axis, -1);
  }

  /// {@return weights beside scores of this type, after refusing a wrong number of them}
  static Tensor weights(String loss, Tensor weights, Tensor rows) {
    long classes = rows.shape().get(-1);
    if (weights.rank() != 1 || weights.size() != classes) {
      throw new ShapeException(
          "%s needs a weight for each of %d classes; found %s."
              .formatted(loss, classes, weights.type()));
    }
    return weights.to(rows.device()).to(rows.dtype());
  }

  /// {@return the losses of the rows, reduced}
  ///
  /// @param share how much each row counts in a mean
  Tensor reduce(Reduction reduction, Tensor losses, Tensor share) {
    return switch (reduction) {
      case MEAN -> losses.sum().div(share.sum());
      case SUM -> losses.sum();
      case BATCH_MEAN -> losses.sum().div(prediction.shape().get(0));
      case NONE -> losses.reshape(target.shape());
    };
  }
}
