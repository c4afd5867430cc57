package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.spi.View;

/// Elements from one layout to another, and from one type to another.
final class Copy {
  private Copy() {}

  static void run(OpenClDevice device, View x, View out) {
    var kernel =
        x.dtype() == out.dtype()
            ? device.kernel("move.cl", Types.width(x.dtype()), "copy")
            : device.kernel(
                "convert.cl", " -DFROM_" + x.dtype().fileName(), "to_" + out.dtype().label());
    Walk.each(walk -> device.over(walk.size(), kernel, buffer(x), buffer(out), walk), x, out);
  }
}
