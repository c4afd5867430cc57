package io.ligature;

import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A tensor cut along an axis.
final class Splits {
  private Splits() {}

  /// {@return elements next to each other; the tensor itself if those are all}
  static Tensor slice(Tensor x, int axis, long start, long count) {
    return count == x.shape().get(axis)
        ? x
        : Dispatch.execute(new Op.Slice(axis, start, count, 1), x);
  }

  static List<Tensor> split(Tensor x, int axis, long... sizes) {
    int counted = x.shape().axis(axis);
    long extent = x.shape().get(counted);
    long sum = 0;
    boolean negative = false;
    for (long size : sizes) {
      sum += size;
      negative |= size < 0;
    }
    if (negative || sum != extent) {
      throw new ShapeException(
          "split of %s along axis %d needs sizes that add up to %d; found %s."
              .formatted(x.type(), counted, extent, Arrays.toString(sizes)));
    }
    var parts = new ArrayList<Tensor>(sizes.length);
    long start = 0;
    for (long size : sizes) {
      parts.add(slice(x, counted, start, size));
      start += size;
    }
    return List.copyOf(parts);
  }

  static List<Tensor> chunk(Tensor x, int axis, int count) {
    if (count < 1) {
      throw new ShapeException(
          "chunk of %s needs 1 part or more; found %d.".formatted(x.type(), count));
    }
    long extent = x.shape().get(axis);
    var sizes = new long[count];
    Arrays.setAll(sizes, i -> extent / count + (i < extent % count ? 1 : 0));
    return split(x, axis, sizes);
  }

  static List<Tensor> unbind(Tensor x, int axis) {
    int counted = x.shape().axis(axis);
    var parts = new ArrayList<Tensor>();
    for (long i = 0; i < x.shape().get(counted); i++) {
      parts.add(slice(x, counted, i, 1).reshape(x.shape().without(counted)));
    }
    return List.copyOf(parts);
  }
}
