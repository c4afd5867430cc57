package io.ligature.nn.metric;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.stream.LongStream;

/// Scores of classes and the classes that are right, in rows.
///
/// ```text
/// x (N, C, ...) or (C) -> scores (n, C)      y (N, ...) or () -> classes (n) INT64
/// ```
record Rows(Tensor scores, Tensor classes) {
  /// @param ignored classes that mark examples to skip, and may be of any number
  static Rows of(String metric, Tensor x, Tensor y, long... ignored) {
    int axis = x.rank() == 1 ? 0 : 1;
    if (x.rank() == 0 || !x.shape().without(axis).equals(y.shape())) {
      throw new ShapeException(
          "%s needs scores (N, C, ...) and classes (N, ...); found %s and %s."
              .formatted(metric, x.type(), y.type()));
    }
    if (!y.dtype().isIntegral()) {
      throw new DTypeException(
          "%s needs whole numbers for classes; found %s. Cast them with to(DType.INT64)."
              .formatted(metric, y.type()));
    }
    long count = x.shape().get(axis);
    var last = axis == x.rank() - 1 ? x : x.moveAxis(axis, -1);
    var rows =
        new Rows(last.reshape(y.size(), count).detach(), y.to(DType.INT64).reshape(y.size()));
    rows.checkRange(metric, count, ignored);
    return rows;
  }

  private void checkRange(String metric, long count, long[] ignored) {
    for (long found : classes.toLongArray()) {
      boolean skipped = LongStream.of(ignored).anyMatch(skip -> skip == found);
      if ((found < 0 || found >= count) && !skipped) {
        throw new IndexOutOfBoundsException(
            "%s found class %d; classes are 0 to %d%s."
                .formatted(metric, found, count - 1, orElse(ignored)));
      }
    }
  }

  private static String orElse(long[] ignored) {
    return ignored.length == 0 ? "" : ", or %d to skip an example".formatted(ignored[0]);
  }
}
