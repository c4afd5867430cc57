package io.ligature.vector;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.cpu.Heap;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Operands for kernels, in every layout, and results in memory that shows what was not written.
final class Samples {
  private static final double POISON = -7777;

  private Samples() {}

  /// {@return ways to lay out a shape: in order, behind others, transposed, backwards, with gaps,
  /// and repeated}
  static List<Layout> layouts(Shape shape) {
    int rank = shape.rank();
    var order = new int[rank];
    var reversed = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      order[axis] = rank - 1 - axis;
      reversed[axis] = shape.get(order[axis]);
    }
    var doubled = Layout.rowMajor(shape).strides();
    var backwards = doubled.clone();
    var repeated = doubled.clone();
    long last = 0;
    for (int axis = 0; axis < rank; axis++) {
      last += backwards[axis] * Math.max(0, shape.get(axis) - 1);
      backwards[axis] *= -1;
      doubled[axis] *= 2;
    }
    repeated[0] = 0;
    return List.of(
        contiguous(shape),
        Layout.rowMajor(Shape.of(reversed)).permute(order),
        lastTwoSwapped(shape),
        Layout.of(shape, backwards, last),
        Layout.of(shape, doubled, 5),
        Layout.of(shape, repeated, 1));
  }

  static Layout contiguous(Shape shape) {
    return Layout.of(shape, Layout.rowMajor(shape).strides(), 3);
  }

  static Layout lastTwoSwapped(Shape shape) {
    int rank = shape.rank();
    if (rank < 2) {
      return Layout.rowMajor(shape);
    }
    var order = new int[rank];
    Arrays.setAll(order, axis -> axis);
    order[rank - 1] = rank - 2;
    order[rank - 2] = rank - 1;
    var swapped = shape.with(rank - 1, shape.get(rank - 2)).with(rank - 2, shape.get(rank - 1));
    return Layout.rowMajor(swapped).permute(order);
  }

  /// {@return normal numbers}
  static View normal(DType dtype, Layout layout, long seed) {
    var random = new Random(seed);
    var view = allocate(dtype, layout);
    for (int i = 0; i < view.storage().length(); i++) {
      set(view, i, random.nextGaussian());
    }
    return view;
  }

  /// {@return these values again and again}
  static View repeating(DType dtype, Layout layout, double... values) {
    var view = allocate(dtype, layout);
    for (int i = 0; i < view.storage().length(); i++) {
      set(view, i, values[i % values.length]);
    }
    return view;
  }

  /// {@return a contiguous view for a result, with a margin on both sides}
  static View result(DType dtype, Shape shape) {
    var view = allocate(dtype, contiguous(shape));
    for (int i = 0; i < view.storage().length(); i++) {
      set(view, i, POISON);
    }
    return view;
  }

  private static View allocate(DType dtype, Layout layout) {
    long length = layout.highest() + 5;
    return new View(
        new HeapStorage(Device.DRY, dtype, length, HeapStorage.newArray(dtype, length)), layout);
  }

  static void set(View view, int at, double value) {
    switch (view.dtype()) {
      case FLOAT32 -> Heap.floats(view)[at] = (float) value;
      case FLOAT64 -> Heap.doubles(view)[at] = value;
      case INT32 -> Heap.ints(view)[at] = (int) value;
      case INT64 -> Heap.longs(view)[at] = (long) value;
      case BOOL, INT8, UINT8 -> Heap.bytes(view)[at] = (byte) value;
      case FLOAT16, BFLOAT16 -> throw new IllegalArgumentException(view.dtype() + " samples");
    }
  }

  /// {@return element `i` in row-major order}
  static double get(View view, long i) {
    int at = (int) view.layout().index(i);
    return switch (view.dtype()) {
      case FLOAT32 -> Heap.floats(view)[at];
      case FLOAT64 -> Heap.doubles(view)[at];
      case INT32 -> Heap.ints(view)[at];
      case INT64 -> Heap.longs(view)[at];
      case BOOL, INT8, UINT8 -> Heap.bytes(view)[at];
      case FLOAT16, BFLOAT16 -> throw new IllegalArgumentException(view.dtype() + " samples");
    };
  }

  /// {@return all elements in row-major order}
  static double[] values(View view) {
    var values = new double[(int) view.layout().size()];
    Arrays.setAll(values, i -> get(view, i));
    return values;
  }

  /// {@return the first element outside a [#result] that was changed, or -1}
  static int firstChangedOutside(View view) {
    int begin = (int) view.layout().offset();
    int end = begin + (int) view.layout().size();
    var all = view.with(Layout.rowMajor(Shape.of(view.storage().length())));
    for (int i = 0; i < view.storage().length(); i++) {
      if ((i < begin || i >= end) && get(all, i) != POISON) {
        return i;
      }
    }
    return -1;
  }
}
