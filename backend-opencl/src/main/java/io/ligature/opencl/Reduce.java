package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;

/// Many elements become one.
final class Reduce {
  private Reduce() {}

  static void run(OpenClDevice device, Op.Reduction kind, int[] axes, View x, View out) {
    var kernel =
        device.kernel("reduce.cl", Types.options(x.dtype()) + " -D" + kind.name(), "reduce");
    var first = x.layout(); // of every result the first element, if there is one
    for (int axis : axes) {
      first = Layout.of(first.shape().with(axis, 1), first.strides(), first.offset());
    }
    var kept = Walk.of(first, out.layout());
    var over = Walk.of(others(x.layout(), axes));
    device.over(kept.size(), kernel, buffer(x), buffer(out), kept, over);
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
}
