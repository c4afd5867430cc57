package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.spi.View;

/// Elements from one layout to another, and from one type to another.
final class Copy {
  private Copy() {}

  static void run(OpenClDevice device, View x, View out) {
    if (x.dtype() == out.dtype()) {
      run(device, "move.cl", Types.width(x.dtype()), "copy", x, out);
    } else {
      var from = " -DFROM_" + x.dtype().fileName();
      run(device, "convert.cl", from, "to_" + out.dtype().label(), x, out);
    }
  }

  private static void run(
      OpenClDevice device, String file, String options, String name, View x, View out) {
    Walk.each(walk -> device.over(walk, file, options, name, buffer(x), buffer(out), walk), x, out);
  }
}
