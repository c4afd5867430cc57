package io.ligature.spi;

import io.ligature.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the elements of a tensor lie in their storage.
///
/// ```text
/// element (i0, i1, ...) lies at offset + i0 stride0 + i1 stride1 + ...
/// ```
///
/// Strides and offset count elements. A stride may be 0 (an expanded axis) or negative (a flipped
/// one). Views are edits of a layout and never move data.
public final class Layout {
  private final Shape shape;
  private final long[] strides;
  private final long offset;
  private final boolean contiguous;

  private Layout(Shape shape, long[] strides, long offset) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.contiguous = isRowMajor(shape, strides);
  }

  /// {@return the row-major layout that begins at 0}
  public static Layout rowMajor(Shape shape) {
    return new Layout(shape, rowMajorStrides(shape), 0);
  }

  /// {@return the layout of one element, at 0, repeated to a shape: every stride is 0}
  public static Layout repeated(Shape shape) {
    return new Layout(shape, new long[shape.rank()], 0);
  }

  /// {@return a layout with the given strides, one an axis}
  public static Layout of(Shape shape, long[] strides, long offset) {
    if (strides.length != shape.rank()) {
      throw new IllegalArgumentException(
          "A layout of shape "
              + shape
              + " needs "
              + shape.rank()
              + " strides, found "
              + strides.length);
    }
    return new Layout(shape, strides.clone(), offset);
  }

  private static long[] rowMajorStrides(Shape shape) {
    var strides = new long[shape.rank()];
    long stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(shape.get(axis), 1);
    }
    return strides;
  }

  private static boolean isRowMajor(Shape shape, long[] strides) {
    boolean inOrder = true;
    long expected = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      long extent = shape.get(axis);
      if (extent == 0) {
        return true; // nothing is in any order
      }
      inOrder &= extent == 1 || strides[axis] == expected;
      expected *= extent;
    }
    return inOrder;
  }

  /// {@return the shape}
  public Shape shape() {
    return shape;
  }

  /// {@return the number of axes}
  public int rank() {
    return strides.length;
  }

  /// {@return the number of elements}
  public long size() {
    return shape.size();
  }

  /// {@return the distance between neighbours along an axis counted from the front, in elements}
  public long stride(int axis) {
    return strides[axis];
  }

  /// {@return all strides, as a copy}
  public long[] strides() {
    return strides.clone();
  }

  /// {@return the place of the first element}
  public long offset() {
    return offset;
  }

  /// {@return whether the elements lie in row-major order without gaps, wherever they begin}
  public boolean isContiguous() {
    return contiguous;
  }

  /// {@return the smallest storage index this layout reaches; [#offset] if it is empty}
  public long lowest() {
    return offset + reach(-1);
  }

  /// {@return the largest storage index this layout reaches; [#offset] if it is empty}
  public long highest() {
    return offset + reach(1);
  }

  private long reach(int sign) {
    long reach = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      long extent = shape.get(axis);
      if (extent == 0) {
        return 0;
      }
      if (Long.signum(strides[axis]) == sign) {
        reach += (extent - 1) * strides[axis];
      }
    }
    return reach;
  }

  /// {@return whether two different indices may reach the same element, as along an expanded axis
  /// or in windows that overlap}
  public boolean isExpanded() {
    for (int axis = 0; axis < strides.length && size() > 0; axis++) {
      if (shape.get(axis) > 1 && Math.abs(strides[axis]) <= reachWithin(axis)) {
        return true;
      }
    }
    return false;
  }

  /// How far the axes with shorter steps reach; equal steps count for the axis in front.
  private long reachWithin(int outer) {
    long step = Math.abs(strides[outer]);
    long reach = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      long shorter = Math.abs(strides[axis]);
      if (shorter < step || (shorter == step && axis > outer)) {
        reach += Math.max(shape.get(axis) - 1, 0) * shorter;
      }
    }
    return reach;
  }

  /// {@return this layout with its axes reordered: axis `i` of the result is axis `order[i]` of
  /// this}
  public Layout permute(int... order) {
    var extents = new long[order.length];
    var moved = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      extents[i] = shape.get(order[i]);
      moved[i] = strides[order[i]];
    }
    return new Layout(Shape.of(extents), moved, offset);
  }

  /// {@return this layout repeated to a shape that it broadcasts to, by strides of 0}
  ///
  /// The caller has checked that the shapes broadcast.
  public Layout expand(Shape target) {
    var wider = new long[target.rank()];
    int ahead = target.rank() - strides.length;
    for (int axis = 0; axis < strides.length; axis++) {
      wider[ahead + axis] =
          shape.get(axis) == target.get(ahead + axis) ? strides[axis] : 0; // extent 1 repeats
    }
    return new Layout(target, wider, offset);
  }

  /// {@return every `step`-th element along an axis, from `start`, `count` of them; a negative step
  /// walks backwards}
  public Layout slice(int axis, long start, long count, long step) {
    var changed = strides.clone();
    changed[axis] *= step;
    long begin = count == 0 ? offset : offset + start * strides[axis];
    return new Layout(shape.with(axis, count), changed, begin);
  }

  /// {@return the elements of the last two axes whose column is their row plus `offset`, as one
  /// last axis}
  public Layout diagonal(long offset) {
    int rank = strides.length;
    long height = shape.get(-2) + Math.min(offset, 0);
    long width = shape.get(-1) - Math.max(offset, 0);
    long count = Math.max(0, Math.min(height, width));
    long rows = strides[rank - 2];
    long columns = strides[rank - 1];
    var fewer = Arrays.copyOf(strides, rank - 1);
    fewer[rank - 2] = rows + columns;
    long ahead = offset >= 0 ? offset * columns : -offset * rows;
    return new Layout(
        shape.without(-1).with(-1, count), fewer, count == 0 ? this.offset : this.offset + ahead);
  }

  /// {@return windows of `size` along an axis, one every `step`, as a new last axis; windows may
  /// share elements}
  public Layout unfold(int axis, long size, long step) {
    long count = (shape.get(axis) - size) / step + 1;
    var extents = shape.with(axis, count).insert(strides.length, size);
    var wider = new long[strides.length + 1];
    System.arraycopy(strides, 0, wider, 0, strides.length);
    wider[axis] = strides[axis] * step;
    wider[strides.length] = strides[axis];
    return new Layout(extents, wider, offset);
  }

  /// {@return the same elements in row-major order under another shape, or null where no strides
  /// can say so and the elements must be copied first}
  ///
  /// @param target a shape of the same size
  public @Nullable Layout reshape(Shape target) {
    if (contiguous) {
      return new Layout(target, rowMajorStrides(target), offset);
    }
    if (size() == 0) {
      return rowMajor(target);
    }
    var reshaped = new long[target.rank()];
    int from = 0; // walk both shapes in groups of axes that hold equally many elements
    int to = 0;
    while (from < strides.length || to < target.rank()) {
      int fromEnd = from;
      int toEnd = to;
      long held = fromEnd < strides.length ? shape.get(fromEnd++) : 1;
      long wanted = toEnd < target.rank() ? target.get(toEnd++) : 1;
      while (held != wanted) {
        if (held < wanted) {
          held *= shape.get(fromEnd++);
        } else {
          wanted *= target.get(toEnd++);
        }
      }
      if (!isMergeable(from, fromEnd)) {
        return null;
      }
      long stride = innermostStride(from, fromEnd);
      for (int axis = toEnd - 1; axis >= to; axis--) {
        reshaped[axis] = stride;
        stride *= target.get(axis);
      }
      from = fromEnd;
      to = toEnd;
    }
    return new Layout(target, reshaped, offset);
  }

  private boolean isMergeable(int begin, int end) {
    long expected = 0;
    boolean first = true;
    for (int axis = end - 1; axis >= begin; axis--) {
      if (shape.get(axis) == 1) {
        continue;
      }
      if (!first && strides[axis] != expected) {
        return false;
      }
      expected = strides[axis] * shape.get(axis);
      first = false;
    }
    return true;
  }

  private long innermostStride(int begin, int end) {
    for (int axis = end - 1; axis >= begin; axis--) {
      if (shape.get(axis) != 1) {
        return strides[axis];
      }
    }
    return 1;
  }

  /// {@return the storage index of the element with this row-major number}
  public long index(long element) {
    if (contiguous) {
      return offset + element;
    }
    long index = offset;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      long extent = shape.get(axis);
      index += element % extent * strides[axis];
      element /= extent;
    }
    return index;
  }

  @Override
  public String toString() {
    return shape + " strides " + Arrays.toString(strides) + " offset " + offset;
  }
}
