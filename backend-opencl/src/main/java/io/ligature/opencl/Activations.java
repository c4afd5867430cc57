package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.Backward;
import io.ligature.op.Dropout;
import io.ligature.spi.View;

/// Activations and dropout: element by element, a launch forward and one backward.
final class Activations {
  private static final String FILE = "activations.cl";

  private Activations() {}

  static void forward(OpenClDevice device, String name, View x, View out) {
    if (out.layout().size() > 0) {
      var options = Types.options(x.dtype());
      Walk.each(
          walk -> device.over(walk, FILE, options, name, buffer(x), buffer(out), walk), x, out);
    }
  }

  /// Operands x, y and g; the result dx, if it is wanted.
  static void backward(OpenClDevice device, String name, Backward op, View[] in, View[] out) {
    if (op.wants(0)) {
      slope(device, name + "_slope", in[0], in[2], out[0]);
    }
  }

  /// Computes what becomes of a gradient `g`.
  ///
  /// @param given the operand or the result, as the kernel of that name wants it
  static void slope(OpenClDevice device, String name, View given, View g, View out) {
    if (out.layout().size() > 0) {
      var options = Types.options(g.dtype());
      Walk.each(
          walk ->
              device.over(walk, FILE, options, name, buffer(given), buffer(g), buffer(out), walk),
          given,
          g,
          out);
    }
  }

  static void dropout(OpenClDevice device, Dropout op, View x, View out) {
    long n = out.layout().size();
    if (n == 0) {
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var from = temporaries.rowMajor(x);
      device.over(
          (n + 3) / 4,
          16,
          device.kernel("dropout.cl", Types.options(out.dtype()), "dropout"),
          buffer(from),
          from.layout().offset(),
          buffer(out),
          out.layout().offset(),
          n,
          op.key().bits(),
          op.threshold(),
          Types.number(out.dtype(), op.scale()));
    }
  }

  /// Operands x, y and g; the result dx, if it is wanted.
  static void dropoutGradient(OpenClDevice device, Backward op, View[] in, View[] out) {
    if (op.wants(0)) {
      dropout(device, (Dropout) op.of(), in[2], out[0]);
    }
  }
}
