package io.ligature;

import io.ligature.op.Op;
import java.util.Arrays;

/// Parts along one axis.
final class Parts {
  private Parts() {}

  /// {@return the part at these indices of the first axes}
  static Tensor get(String asked, Tensor x, long... indices) {
    if (indices.length > x.rank()) {
      throw new ShapeException(
          "%s of %s takes at most %d indices; found %d."
              .formatted(asked, x.type(), x.rank(), indices.length));
    }
    var part = x;
    for (int axis = 0; axis < indices.length; axis++) {
      part = part.select(0, Places.within(asked, x, axis, indices[axis]));
    }
    return part;
  }

  static Tensor slice(Tensor x, int axis, long start, long stop, long step) {
    int counted = Shapes.axis("slice", x, axis);
    if (step == 0) {
      throw new IllegalArgumentException(
          "slice of %s along axis %d needs a step that is not 0.".formatted(x.type(), counted));
    }
    long extent = x.shape().get(counted);
    long first =
        step > 0 ? 0 : -1; // where a bound can lie: one before the first, walking backwards
    long last = extent + first;
    long from = bound(start, step > 0 ? first : last, extent, first, last);
    long to = bound(stop, step > 0 ? last : first, extent, first, last);
    long count = Math.max(0, Math.ceilDiv(to - from, step));
    return Dispatch.execute(new Op.Slice(counted, from, count, step), x);
  }

  private static long bound(long asked, long open, long extent, long first, long last) {
    if (asked == Indexing.OPEN) {
      return open;
    }
    return Math.clamp(asked < 0 ? asked + extent : asked, first, last);
  }

  static Tensor narrow(Tensor x, int axis, long start, long length) {
    int counted = Shapes.axis("narrow", x, axis);
    long extent = x.shape().get(counted);
    long from = start < 0 ? start + extent : start;
    if (from < 0 || length < 0 || from > extent - length) {
      throw new IndexException(
          "narrow of %s along axis %d, whose extent is %d: %d elements from %d do not lie within it."
              .formatted(x.type(), counted, extent, length, start));
    }
    boolean whole = length == extent;
    return whole ? x : Dispatch.execute(new Op.Slice(counted, from, length, 1), x);
  }

  static Tensor indexSelect(String op, Tensor x, int axis, Tensor index) {
    int counted = Shapes.axis(op, x, axis);
    if (index.rank() != 1) {
      throw new ShapeException(
          "%s needs an index of rank 1; found %s. Use gather or get for others."
              .formatted(op, index.type()));
    }
    return at(x, counted, Places.within(op, x, counted, index));
  }

  /// {@return the parts at checked places}
  static Tensor at(Tensor x, int axis, Tensor places) {
    var upright = places.reshape(x.shape().map(_ -> 1).with(axis, places.size()));
    var index = Arithmetic.expand(upright, x.shape().with(axis, places.size()));
    return Gathering.gathered(x, axis, index);
  }

  /// {@return the parts along the first axis that an index of any shape names}
  static Tensor lookUp(String op, Tensor x, Tensor index) {
    var parts = indexSelect(op, x, 0, index.reshape(-1));
    var inner = x.shape().without(0).toArray();
    var extents = Arrays.copyOf(index.shape().toArray(), index.rank() + inner.length);
    System.arraycopy(inner, 0, extents, index.rank(), inner.length);
    return parts.reshape(Shape.of(extents));
  }
}
