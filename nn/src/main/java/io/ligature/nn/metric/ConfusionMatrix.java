package io.ligature.nn.metric;

import io.ligature.Tensor;
import java.util.Arrays;

/// How often each class was taken for each.
///
/// ```text
/// counts[i, j] = examples of class i that were said to be of class j
///
/// x (N, C, ...) or (C) scores   y (N, ...) or () classes
/// ```
///
/// Its value is the part on the diagonal: the accuracy.
public final class ConfusionMatrix implements Metric {
  private final int classes;
  private final long[][] counts;

  /// Makes the metric.
  ///
  /// @param classes C, 1 or more
  /// @throws IllegalArgumentException if there are none
  public ConfusionMatrix(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException(
          "ConfusionMatrix needs 1 class or more; found " + classes + ".");
    }
    this.classes = classes;
    this.counts = new long[classes][classes];
  }

  @Override
  public void update(Tensor prediction, Tensor target) {
    var rows = Rows.of("ConfusionMatrix", prediction, target);
    long found = rows.scores().shape().get(1);
    if (found != classes) {
      throw new IllegalArgumentException(
          "ConfusionMatrix of %d classes found scores of %d: %s."
              .formatted(classes, found, prediction.type()));
    }
    var said = rows.scores().argmax(1).toLongArray();
    var real = rows.classes().toLongArray();
    for (int i = 0; i < real.length; i++) {
      counts[(int) real[i]][(int) said[i]]++;
    }
  }

  /// {@return the counts, (C, C) INT64}
  public Tensor counts() {
    return Tensor.of(counts);
  }

  @Override
  public double value() {
    long right = 0;
    for (int i = 0; i < classes; i++) {
      right += counts[i][i];
    }
    return (double) right / examples();
  }

  private long examples() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  @Override
  public void reset() {
    for (var row : counts) {
      Arrays.fill(row, 0);
    }
  }

  @Override
  public void merge(Metric other) {
    var same = Merging.same(ConfusionMatrix.class, other);
    Merging.equal("ConfusionMatrix", "number of classes", classes, same.classes);
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        counts[i][j] += same.counts[i][j];
      }
    }
  }

  /// {@return a row a class that is, a column a class that was said}
  @Override
  public String toString() {
    long most = classes - 1L;
    for (var row : counts) {
      most = Math.max(most, Arrays.stream(row).max().orElseThrow());
    }
    var cell = " %" + Long.toString(most).length() + "d";
    var text = new StringBuilder(" ".repeat(cell.formatted(0).length()));
    for (int j = 0; j < classes; j++) {
      text.append(cell.formatted(j));
    }
    for (int i = 0; i < classes; i++) {
      text.append('\n').append(cell.formatted(i));
      for (long count : counts[i]) {
        text.append(cell.formatted(count));
      }
    }
    return text.toString();
  }
}
