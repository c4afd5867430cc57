package io.ligature;

import io.ligature.op.TensorType;
import io.ligature.spi.Philox;

/// Draws of classes by their weights, on the host, so that the same key gives the same classes
/// everywhere.
final class Multinomial {
  private final double[] weights;
  private final int classes;
  private final Key key;

  private Multinomial(double[] weights, int classes, Key key) {
    this.weights = weights;
    this.classes = classes;
    this.key = key;
  }

  static Tensor draw(Key key, Tensor p, long count, boolean replacement) {
    if (!p.dtype().isFloating()) {
      throw new DTypeException(
          "multinomial needs weights of real numbers; found %s. Cast them with to(DType.FLOAT32)."
              .formatted(p.type()));
    }
    if (p.rank() == 0) {
      throw new ShapeException(
          "multinomial needs weights (..., classes); found %s.".formatted(p.type()));
    }
    long classes = p.shape().get(-1);
    if (count < 0 || (!replacement && count > classes)) {
      throw new IllegalArgumentException(
          "multinomial of %s cannot draw %d of %d classes%s."
              .formatted(p.type(), count, classes, replacement ? "" : " without replacement"));
    }
    var type = new TensorType(DType.INT64, p.shape().with(-1, count));
    if (p.device().isDry()) {
      return Dispatch.allocate(p.device(), type);
    }
    var drawn =
        new Multinomial(p.toDoubleArray(), (int) classes, key)
            .rows((int) p.shape().without(-1).size(), (int) count, replacement);
    return Host.ofArray(p.device(), type.dtype(), type.shape(), drawn);
  }

  private long[] rows(int rows, int count, boolean replacement) {
    var drawn = new long[Math.multiplyExact(rows, count)];
    for (int row = 0; count > 0 && row < rows; row++) {
      double total = total(row, count, replacement);
      for (int i = 0; i < count; i++) {
        int at = row * count + i;
        int chosen = choose(row, uniform(at) * total);
        drawn[at] = chosen;
        if (!replacement) {
          weights[row * classes + chosen] = 0;
          total = sum(row);
        }
      }
    }
    return drawn;
  }

  private double uniform(int at) {
    return (Philox.word64(key.bits(), at) >>> 11) * 0x1p-53;
  }

  private double sum(int row) {
    double sum = 0;
    for (int i = row * classes; i < (row + 1) * classes; i++) {
      sum += weights[i];
    }
    return sum;
  }

  private double total(int row, int count, boolean replacement) {
    int positive = 0;
    for (int i = 0; i < classes; i++) {
      double weight = weights[row * classes + i];
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "multinomial needs finite weights of 0 or more; found %s for class %d of row %d."
                .formatted(weight, i, row));
      }
      positive += weight > 0 ? 1 : 0;
    }
    int needed = replacement ? 1 : count;
    if (positive < needed) {
      throw new IllegalArgumentException(
          "multinomial needs %d classes or more with a weight above 0; found %d in row %d."
              .formatted(needed, positive, row));
    }
    return sum(row);
  }

  /// {@return the first class up to and including which the weights sum to more than `target`, or
  /// the last that has any, where rounding asked for more}
  private int choose(int row, double target) {
    double sum = 0;
    int last = 0;
    for (int i = 0; i < classes; i++) {
      double weight = weights[row * classes + i];
      sum += weight;
      last = weight > 0 ? i : last;
      if (weight > 0 && sum > target) {
        return i;
      }
    }
    return last;
  }
}
