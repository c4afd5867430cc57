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
    int counted = Shapes.axis("split", x, axis);
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

  /// {@return parts of one size; what is left over is the last}
  static List<Tensor> every(Tensor x, int axis, long size) {
    int counted = Shapes.axis("split", x, axis);
    long extent = x.shape().get(counted);
    if (size < 1 && !(size == 0 && extent == 0)) {
      throw new ShapeException(
          "split of %s along axis %d needs parts of 1 or more; found %d."
              .formatted(x.type(), counted, size));
    }
    if (extent == 0) {
      return List.of(x);
    }
    var sizes = new long[Math.toIntExact(Math.ceilDiv(extent, size))];
    Arrays.fill(sizes, size);
    sizes[sizes.length - 1] = extent - size * (sizes.length - 1);
    return split(x, counted, sizes);
  }

  static List<Tensor> chunk(Tensor x, int axis, int count) {
    if (count < 1) {
      throw new ShapeException(
          "chunk of %s needs 1 part or more; found %d.".formatted(x.type(), count));
    }
    int counted = Shapes.axis("chunk", x, axis);
    long extent = x.shape().get(counted);
    return extent == 0
        ? split(x, counted, new long[count]) // any number of nothings adds up to nothing
        : every(x, counted, Math.ceilDiv(extent, count));
  }

  static List<Tensor> unbind(Tensor x, int axis) {
    int counted = Shapes.axis("unbind", x, axis);
    var parts = new ArrayList<Tensor>();
    unbind(x, counted, parts);
    return List.copyOf(parts);
  }

  /// By halves: the gradient of a slice is as large as what it was cut from, so that n slices of
  /// one tensor would cost n times its size, and these cost log n times.
  private static void unbind(Tensor x, int axis, List<Tensor> to) {
    long extent = x.shape().get(axis);
    if (extent == 1) {
      to.add(x.reshape(x.shape().without(axis)));
    } else if (extent > 1) {
      long half = extent / 2;
      unbind(slice(x, axis, 0, half), axis, to);
      unbind(slice(x, axis, half, extent - half), axis, to);
    }
  }
}
