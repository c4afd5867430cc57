package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.Backward;
import io.ligature.op.Embedding;
import io.ligature.spi.View;

/// Rows of a table by index, and the gradient of the table, each a launch.
final class Lookups {
  private static final String FILE = "embedding.cl";

  private Lookups() {}

  static void forward(OpenClDevice device, View[] in, View out) {
    long size = out.layout().size();
    if (size == 0) {
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var index = temporaries.rowMajor(in[1]);
      long width = in[0].shape().get(1);
      device.over(
          size,
          device.kernel(FILE, Types.options(out.dtype()), "lookup"),
          buffer(in[0]),
          in[0].layout().offset(),
          in[0].layout().stride(0),
          in[0].layout().stride(1),
          buffer(index),
          index.layout().offset(),
          size / width,
          width,
          buffer(out),
          out.layout().offset());
    }
  }

  /// Operands W, i, y and g; the result dW, if it is wanted.
  static void backward(OpenClDevice device, Backward op, View[] in, View[] out) {
    if (!op.wants(0) || out[0].layout().size() == 0) {
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var index = temporaries.rowMajor(in[1]);
      var g = temporaries.rowMajor(in[3]);
      long rows = out[0].shape().get(0);
      long width = out[0].shape().get(1);
      long count = index.layout().size();
      device.over(
          4 * width,
          rows + count,
          device.kernel(FILE, Types.options(g.dtype()), "gradient"),
          buffer(g),
          g.layout().offset(),
          buffer(index),
          index.layout().offset(),
          count,
          rows,
          width,
          ((Embedding) op.of()).padding(),
          buffer(out[0]),
          out[0].layout().offset());
    }
  }
}
