package io.ligature;

import java.util.Arrays;

/// Elements written several times, or elsewhere.
final class Repeats {
  private Repeats() {}

  /// Every axis gets one in front of it, which is expanded and then merged with it.
  static Tensor tile(Tensor x, long... times) {
    if (Arrays.stream(times).anyMatch(count -> count < 0)) {
      throw new ShapeException(
          "tile of %s needs counts of 0 or more; found %s."
              .formatted(x.type(), Arrays.toString(times)));
    }
    int rank = Math.max(x.rank(), times.length);
    var single = new long[2 * rank];
    var expanded = new long[2 * rank];
    var merged = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      int fromEnd = rank - axis;
      long count = fromEnd <= times.length ? times[times.length - fromEnd] : 1;
      long extent = fromEnd <= x.rank() ? x.shape().get(-fromEnd) : 1;
      single[2 * axis] = 1;
      expanded[2 * axis] = count;
      single[2 * axis + 1] = extent;
      expanded[2 * axis + 1] = extent;
      merged[axis] = count * extent;
    }
    return own(x, x.reshape(Shape.of(single)).expand(Shape.of(expanded)).reshape(Shape.of(merged)));
  }

  /// {@return the result in memory of its own, where strides could say it without}
  private static Tensor own(Tensor x, Tensor result) {
    return result.view().storage() == x.view().storage() ? result.copy() : result;
  }

  static Tensor interleave(Tensor x, int axis, long count) {
    if (count < 0) {
      throw new ShapeException(
          "repeatInterleave of %s needs a count of 0 or more; found %d."
              .formatted(x.type(), count));
    }
    int counted = Shapes.axis("repeatInterleave", x, axis);
    var single = x.shape().insert(counted + 1, 1);
    var merged = x.shape().with(counted, x.shape().get(counted) * count);
    return own(x, x.reshape(single).expand(single.with(counted + 1, count)).reshape(merged));
  }

  static Tensor roll(Tensor x, int axis, long shift) {
    int counted = Shapes.axis("roll", x, axis);
    long extent = x.shape().get(counted);
    long moved = extent == 0 ? 0 : Math.floorMod(shift, extent);
    if (moved == 0) {
      return x.copy();
    }
    return Joining.cat(
        counted,
        Splits.slice(x, counted, extent - moved, moved),
        Splits.slice(x, counted, 0, extent - moved));
  }
}
