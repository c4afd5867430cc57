package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.spi.Halves;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.lang.foreign.Arena;

/// Elements made from nothing: one value, counting, random words.
final class Make {
  private Make() {}

  static void fill(OpenClDevice device, Number value, View out) {
    var options = Types.width(out.dtype());
    Object bits = bits(out.dtype(), value);
    Walk.each(walk -> device.over(walk, "move.cl", options, "fill", buffer(out), bits, walk), out);
  }

  /// {@return the bits of a value, in a number of the width of its type}
  private static Object bits(DType dtype, Number value) {
    return switch (dtype) {
      case FLOAT32 -> Float.floatToRawIntBits(value.floatValue());
      case FLOAT64 -> Double.doubleToRawLongBits(value.doubleValue());
      case INT32 -> value.intValue();
      case INT64 -> value.longValue();
      case FLOAT16 -> Halves.float16(value.doubleValue());
      case BFLOAT16 -> Halves.bfloat16(value.doubleValue());
      case INT8, UINT8, BOOL -> value.byteValue();
    };
  }

  static void iota(OpenClDevice device, Number start, Number step, int axis, View out) {
    if (out.dtype().isFloating() && !device.traits().computesDoubles()) {
      countedHere(device, start.doubleValue(), step.doubleValue(), axis, out);
      return;
    }
    var kernel = device.kernel("make.cl", Types.options(out.dtype()), "iota");
    boolean real = out.dtype().isFloating();
    device.over(
        out.layout().size(),
        kernel,
        buffer(out),
        out.layout().offset(),
        out.layout().size(),
        real ? (Object) start.doubleValue() : (Object) start.longValue(),
        real ? (Object) step.doubleValue() : (Object) step.longValue(),
        out.shape().get(axis),
        Lines.inner(out, axis));
  }

  /// Counts in double, which the device lacks: one line here, which is repeated there.
  private static void countedHere(
      OpenClDevice device, double start, double step, int axis, View out) {
    long n = out.shape().get(axis);
    try (var arena = Arena.ofConfined();
        var temporaries = new Temporaries(device)) {
      var numbers = arena.allocate(JAVA_FLOAT, n);
      for (long i = 0; i < n; i++) {
        numbers.setAtIndex(JAVA_FLOAT, i, (float) (start + i * step));
      }
      var line = temporaries.of(out, n);
      line.storage().write(0, n, numbers);
      var strides = new long[out.layout().rank()];
      strides[axis] = 1;
      Copy.run(device, line.with(Layout.of(out.shape(), strides, 0)), out);
    }
  }

  static void randomBits(OpenClDevice device, Key key, View out) {
    var kernel = device.kernel("make.cl", Types.options(DType.INT32), "random_bits");
    long words = out.dtype().bytes() / 4; // of an element
    long size = words * out.layout().size();
    device.over(
        (size + 3) / 4, kernel, buffer(out), words * out.layout().offset(), size, key.bits());
  }
}
