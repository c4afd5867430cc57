package io.ligature.conformance;

import io.ligature.Shape;
import io.ligature.spi.Layout;

/// Walking tensors index by index.
final class Index {
  private Index() {}

  /// {@return the index of the element with this row-major number}
  static long[] of(Shape shape, int element) {
    var index = new long[shape.rank()];
    long rest = element;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.get(axis);
      rest /= shape.get(axis);
    }
    return index;
  }

  /// {@return where an element lies in its storage}
  static int at(Layout layout, long[] index) {
    long at = layout.offset();
    for (int axis = 0; axis < index.length; axis++) {
      at += index[axis] * layout.stride(axis);
    }
    return (int) at;
  }

  /// {@return the order of axes that has one of them last}
  static int[] last(int rank, int axis) {
    var order = new int[rank];
    for (int i = 0, next = 0; i < rank; i++) {
      if (i != axis) {
        order[next++] = i;
      }
    }
    order[rank - 1] = axis;
    return order;
  }

  /// {@return the row-major number of a line's result: lines are counted in the order of the other
  /// axes, and the result keeps the axis with extent 1}
  static int whereLast(Shape kept, int axis, int line) {
    return (int) Layout.rowMajor(kept).permute(last(kept.rank(), axis)).index(line);
  }
}
