package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.Backward;
import io.ligature.spi.View;

/// Softmax and its logarithm along an axis, line by line, and their gradients, each in one launch.
///
/// Lines that do not lie side by side are copied so that they do.
final class Softmaxes {
  private Softmaxes() {}

  static void softmax(OpenClDevice device, int axis, View[] in, View[] out) {
    run(device, "softmax", axis, out[0], in[0]);
  }

  static void logarithm(OpenClDevice device, int axis, View[] in, View[] out) {
    run(device, "log_softmax", axis, out[0], in[0]);
  }

  /// Operands x, y and g; the result dx, if it is wanted.
  static void softmaxGradient(OpenClDevice device, int axis, Backward op, View[] in, View[] out) {
    if (op.wants(0)) {
      run(device, "softmax_gradient", axis, out[0], in[1], in[2]);
    }
  }

  static void logarithmGradient(OpenClDevice device, int axis, Backward op, View[] in, View[] out) {
    if (op.wants(0)) {
      run(device, "log_softmax_gradient", axis, out[0], in[1], in[2]);
    }
  }

  private static void run(OpenClDevice device, String name, int axis, View out, View... in) {
    if (out.layout().size() == 0) {
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      long n = out.shape().get(axis);
      long rows = out.layout().size() / n;
      var lines = Sort.last(out, axis);
      var target = lines.layout().isContiguous() ? lines : temporaries.of(out, rows, n);
      var x = temporaries.rowMajor(Sort.last(in[0], axis));
      var g = in.length > 1 ? temporaries.rowMajor(Sort.last(in[1], axis)) : x;
      device.overRows(
          rows,
          n,
          4,
          "softmax.cl",
          Types.options(out.dtype()),
          name,
          buffer(x),
          x.layout().offset(),
          buffer(g),
          g.layout().offset(),
          buffer(target),
          target.layout().offset(),
          rows,
          n);
      if (target != lines) {
        Copy.run(device, temporaries.reshape(target, lines.shape().toArray()), lines);
      }
    }
  }
}
