package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.Linear.Activation;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import org.jspecify.annotations.Nullable;

/// Products of matrices, on a CPU.
final class MatMul {
  private static final long ROWS = 8; // of a tile
  private static final long FEWEST = 32; // rows that pay for copying a panel

  private MatMul() {}

  static void run(OpenClDevice device, View a, View b, View out) {
    run(device, a, b, null, Activation.NONE, out);
  }

  /// Computes `f(a b + bias)`.
  ///
  /// @param bias one number a column, or null for none
  static void run(
      OpenClDevice device, View a, View b, @Nullable View bias, Activation f, View out) {
    Walk.each(
        batch -> run(device, batch, a, b, bias, f, out),
        first(a.layout()),
        first(b.layout()),
        first(out.layout()));
  }

  /// {@return where the first element of every matrix lies, or would}
  private static Layout first(Layout x) {
    return Layout.of(x.shape().with(-1, 1).with(-2, 1), x.strides(), x.offset());
  }

  private static void run(
      OpenClDevice device,
      Walk batch,
      View a,
      View b,
      @Nullable View bias,
      Activation f,
      View out) {
    long m = out.shape().get(-2);
    long n = out.shape().get(-1);
    long k = a.shape().get(-1);
    long columns = 2L * Types.lanes(a.dtype());
    long panels = batch.size() * ((n + columns - 1) / columns);
    long wanted = 4 * device.traits().units();
    long chunks = Math.clamp(wanted / panels, 1, (m + FEWEST - 1) / FEWEST);
    long chunk = ((m + chunks - 1) / chunks + ROWS - 1) / ROWS * ROWS;
    long items = Math.min(panels * ((m + chunk - 1) / chunk), 2 * wanted);
    try (var temporaries = new Temporaries(device)) {
      var rooms = temporaries.of(out, Math.max(1, items * k * columns));
      device.launch(
          device.kernel("matmul.cl", Types.vectors(a.dtype(), false), "product"),
          items,
          1,
          buffer(a),
          buffer(b),
          buffer(out),
          buffer(rooms),
          batch,
          m,
          n,
          k,
          stride(a, 2),
          stride(a, 1),
          stride(b, 2),
          stride(b, 1),
          chunk,
          bias == null ? OpenClDevice.NOTHING : buffer(bias),
          bias == null ? 0L : bias.layout().offset(),
          bias == null ? 0L : stride(bias, 1),
          f.ordinal());
    }
  }

  private static long stride(View x, int fromTheEnd) {
    return x.layout().stride(x.layout().rank() - fromTheEnd);
  }
}
