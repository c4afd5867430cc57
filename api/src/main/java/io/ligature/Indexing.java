package io.ligature;

import io.ligature.op.Op;

/// Elements by place.
public sealed interface Indexing permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  /// {@return the part at these indices of the first axes, which vanish; a view}. -1 is the last.
  ///
  /// @throws IndexOutOfBoundsException if an index is not within its axis
  default Tensor get(long... indices) {
    var x = self();
    if (indices.length > x.rank()) {
      throw new ShapeException(
          "get of %s takes at most %d indices; found %d."
              .formatted(x.type(), x.rank(), indices.length));
    }
    for (long index : indices) {
      x = select(x, 0, index);
    }
    return x;
  }

  /// {@return the part at one index of an axis, which vanishes; a view}
  ///
  /// @throws IndexOutOfBoundsException if the index is not within the axis
  default Tensor select(int axis, long index) {
    return select(self(), axis, index);
  }

  private static Tensor select(Tensor x, int axis, long index) {
    int counted = x.shape().axis(axis);
    long extent = x.shape().get(counted);
    long from = index < 0 ? index + extent : index;
    if (from < 0 || from >= extent) {
      throw new IndexOutOfBoundsException(
          "Index %d is not within axis %d of %s, whose extent is %d."
              .formatted(index, counted, x.type(), extent));
    }
    var slice = Dispatch.execute(new Op.Slice(counted, from, 1, 1), x);
    return slice.reshape(x.shape().without(counted));
  }
}
