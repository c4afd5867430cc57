package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;

/// Many elements become one.
final class Reduce {
  private static final long RUN = 64; // as in reduce.cl
  private static final long PIECES = 32; // of a segment
  private static final long FEW = 64; // results that do not keep a device busy

  private Reduce() {}

  static void run(OpenClDevice device, Op.Reduction kind, int[] axes, View x, View out) {
    var first = x.layout(); // of every result the first element, if there is one
    for (int axis : axes) {
      first = Layout.of(first.shape().with(axis, 1), first.strides(), first.offset());
    }
    var over = Walk.of(others(x.layout(), axes));
    boolean extreme = kind == Op.Reduction.MAX || kind == Op.Reduction.MIN;
    var options = Types.vectors(x.dtype(), extreme) + " -D" + kind.name();
    var kept = Walk.of(first, out.layout());
    if (kept.isSideBySide() && !over.isSideBySide()) {
      long items = (kept.size() + Types.lanes(x.dtype()) - 1) / Types.lanes(x.dtype());
      var columns = device.kernel("reduce.cl", options, "reduce_columns");
      device.over(
          items, over.size() * Types.lanes(x.dtype()), columns, buffer(x), buffer(out), kept, over);
      return;
    }
    var kernel = device.kernel("reduce.cl", options, "reduce");
    long pieces = pieces(over, RUN * Types.lanes(x.dtype()));
    long segments = kept.size() < FEW ? Math.max(1, (pieces + PIECES - 1) / PIECES) : 1;
    if (segments == 1) {
      device.over(kept.size(), over.size(), kernel, buffer(x), buffer(out), kept, over, pieces, 1L);
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var parts = temporaries.of(out, kept.size(), segments);
      var begins = Layout.of(first.shape(), scaled(out.layout(), segments), 0);
      device.over(
          kept.size() * segments,
          over.size() / segments,
          kernel,
          buffer(x),
          buffer(parts),
          Walk.of(first, begins),
          over,
          PIECES,
          segments);
      var target =
          out.with(Layout.of(parts.shape().with(1, 1), new long[] {1, 1}, out.layout().offset()));
      run(device, kind, new int[] {1}, parts, target);
    }
  }

  /// {@return the elements that become one, from 0 on}
  private static Layout others(Layout x, int[] axes) {
    var shape = x.shape();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (Arrays.binarySearch(axes, axis) < 0) {
        shape = shape.with(axis, 1);
      }
    }
    return Layout.of(shape, x.strides(), 0);
  }

  private static long pieces(Walk over, long most) {
    long length = over.length();
    return length == 0 ? 0 : over.size() / length * ((length + most - 1) / most);
  }

  private static long[] scaled(Layout contiguous, long factor) {
    var strides = contiguous.strides();
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] *= factor;
    }
    return strides;
  }
}
