package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.Op;
import io.ligature.spi.View;
import java.util.Locale;

/// What goes along an axis, a line after another, all operands being in row-major order.
final class Lines {
  private static final String FILE = "along.cl";

  private Lines() {}

  /// {@return how many elements lie behind each index of an axis}
  static long inner(View x, int axis) {
    long inner = 1;
    for (int behind = axis + 1; behind < x.layout().rank(); behind++) {
      inner *= x.shape().get(behind);
    }
    return inner;
  }

  /// {@return how many lines there are}
  private static long lines(View x, int axis) {
    return x.layout().size() / x.shape().get(axis);
  }

  static void argReduce(OpenClDevice device, Op.ArgReduction kind, int axis, View x, View out) {
    along(device, kind.name().toLowerCase(Locale.ROOT), axis, x, out);
  }

  static void scan(OpenClDevice device, Op.Reduction kind, int axis, View x, View out) {
    along(device, "scan_" + kind.label(), axis, x, out);
  }

  private static void along(OpenClDevice device, String name, int axis, View x, View out) {
    var kernel = device.kernel(FILE, Types.options(x.dtype()), name);
    device.over(
        lines(x, axis),
        kernel,
        buffer(x),
        x.layout().offset(),
        buffer(out),
        out.layout().offset(),
        lines(x, axis),
        x.shape().get(axis),
        inner(x, axis));
  }

  static void gather(OpenClDevice device, int axis, View x, View index, View out) {
    var kernel = device.kernel("move.cl", Types.width(x.dtype()), "gather");
    indexed(device, kernel, axis, x, index, out, out.layout().size(), x.shape().get(axis));
  }

  static void scatter(
      OpenClDevice device, Op.ScatterMode mode, int axis, View index, View updates, View out) {
    if (updates.layout().size() == 0) {
      return;
    }
    var kernel =
        mode == Op.ScatterMode.ADD
            ? device.kernel(FILE, Types.options(out.dtype()), "scatter_add")
            : device.kernel("move.cl", Types.width(out.dtype()), "scatter");
    indexed(device, kernel, axis, updates, index, out, lines(updates, axis), out.shape().get(axis));
  }

  private static void indexed(
      OpenClDevice device,
      Kernel kernel,
      int axis,
      View x,
      View index,
      View out,
      long count,
      long n) {
    device.over(
        count,
        kernel,
        buffer(x),
        x.layout().offset(),
        buffer(index),
        index.layout().offset(),
        buffer(out),
        out.layout().offset(),
        count,
        n,
        index.shape().get(axis),
        inner(index, axis));
  }
}
