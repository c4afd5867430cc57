package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.spi.Layout;
import io.ligature.spi.View;

/// Sorting along an axis: pass by pass, runs in order are merged to runs twice as long.
final class Sort {
  private Sort() {}

  static void run(
      OpenClDevice device, int axis, boolean descending, View x, View values, View indices) {
    long n = x.shape().get(axis);
    long size = x.layout().size();
    var a = new Pass(device, x);
    var b = new Pass(device, x);
    Copy.run(device, last(x, axis), a.values(x.shape(), axis));
    var options = Types.options(x.dtype());
    device.over(size, device.kernel("sort.cl", options, "number"), buffer(a.places), size, n);
    var merge = device.kernel("sort.cl", options, "merge");
    for (long width = 1; width < n; width *= 2) {
      device.over(
          size,
          merge,
          buffer(a.values),
          buffer(a.places),
          buffer(b.values),
          buffer(b.places),
          size,
          n,
          width,
          descending ? 1 : 0);
      var swap = a;
      a = b;
      b = swap;
    }
    Copy.run(device, a.values(x.shape(), axis), last(values, axis));
    Copy.run(device, a.places(x.shape(), axis), last(indices, axis));
    a.release();
    b.release();
  }

  /// {@return the same elements with an axis moved to the end}
  static View last(View x, int axis) {
    int rank = x.layout().rank();
    var order = new int[rank];
    for (int i = 0, to = 0; i < rank; i++) {
      if (i != axis) {
        order[to++] = i;
      }
    }
    order[rank - 1] = axis;
    return x.with(x.layout().permute(order));
  }

  /// What a pass begins with or leaves: lines in row-major order, the axis being the last one.
  private record Pass(View values, View places) {
    Pass(OpenClDevice device, View like) {
      this(temporary(device, like, like.dtype()), temporary(device, like, DType.INT64));
    }

    private static View temporary(OpenClDevice device, View like, DType dtype) {
      long size = like.layout().size();
      return new View(
          Temporaries.buffer(device, like, dtype, size), Layout.rowMajor(Shape.of(size)));
    }

    View values(Shape shape, int axis) {
      return values.with(moved(shape, axis));
    }

    View places(Shape shape, int axis) {
      return places.with(moved(shape, axis));
    }

    private static Layout moved(Shape shape, int axis) {
      return Layout.rowMajor(shape.without(axis).insert(shape.rank() - 1, shape.get(axis)));
    }

    void release() {
      values.storage().release("the sort is over");
      places.storage().release("the sort is over");
    }
  }
}
