package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.DType;
import io.ligature.op.Linear.Activation;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Products of matrices: in panels on a CPU, in tiles through local memory on a GPU.
final class MatMul {
  private static final long FEWEST = 32; // rows that pay for copying a panel
  private static final long OFTEN = 256; // columns, each of which reads all of a
  private static final long LARGE = 1 << 24; // multiplications

  private MatMul() {}

  static void run(OpenClDevice device, View a, View b, View out) {
    run(device, a, b, null, Activation.NONE, out);
  }

  /// Computes `f(a b + bias)`.
  ///
  /// @param bias one number a column, or null for none
  static void run(
      OpenClDevice device, View a, View b, @Nullable View bias, Activation f, View out) {
    if (out.layout().size() == 0) {
      return;
    }
    if (device.traits().isGpu()) {
      Tiles.run(device, a, b, bias, f, out);
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var left = isBetterCopied(a, out) ? inOrder(device, temporaries, a) : a;
      Walk.each(
          batch -> run(device, batch, left, b, bias, f, out),
          first(left.layout()),
          first(b.layout()),
          first(out.layout()));
    }
  }

  /// {@return matrices of a batch with rows for columns}
  static View transposed(View x) {
    return x.with(x.layout().permute(0, 2, 1));
  }

  /// {@return whether the left operand is read often enough to be copied first}: where it is
  /// transposed, its elements for a row lie in cache lines that drive each other out
  private static boolean isBetterCopied(View a, View out) {
    long n = out.shape().get(-1);
    return a.layout().rank() == 2
        && stride(a, 1) != 1
        && n >= OFTEN
        && a.layout().size() * n >= LARGE;
  }

  /// {@return a copy of a matrix in row-major order}: of one that is transposed, square by square
  private static View inOrder(OpenClDevice device, Temporaries temporaries, View a) {
    if (stride(a, 2) != 1) {
      return temporaries.rowMajor(a);
    }
    long m = a.shape().get(0);
    long k = a.shape().get(1);
    int lanes = lanes(device.traits(), a.dtype());
    var copy = temporaries.of(a, m, k);
    device.over(
        (m + lanes - 1) / lanes,
        lanes * k,
        device.kernel("matmul.cl", options(device, a.dtype()), "turn"),
        buffer(a),
        a.layout().offset(),
        stride(a, 1),
        m,
        k,
        buffer(copy));
    return copy;
  }

  /// {@return where the first element of every matrix lies, or would}
  static Layout first(Layout x) {
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
    var arguments = arguments(batch, a, b, bias, out);
    arguments.add(f.ordinal());
    panels(device, batch.size(), out, a.shape().get(-1), arguments);
  }

  /// {@return what kernels of either shape are told}
  static List<Object> arguments(Walk batch, View a, View b, @Nullable View bias, View out) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of(buffer(a), buffer(b), buffer(out), batch));
    arguments.addAll(List.of(out.shape().get(-2), out.shape().get(-1), a.shape().get(-1)));
    arguments.addAll(List.of(stride(a, 2), stride(a, 1), stride(b, 2), stride(b, 1)));
    arguments.add(bias == null ? OpenClDevice.NOTHING : buffer(bias));
    arguments.add(bias == null ? 0L : bias.layout().offset());
    arguments.add(bias == null ? 0L : stride(bias, 1));
    return arguments;
  }

  private static void panels(
      OpenClDevice device, long matrices, View out, long k, List<Object> arguments) {
    long m = out.shape().get(-2);
    long n = out.shape().get(-1);
    int lanes = lanes(device.traits(), out.dtype());
    long columns = 2L * lanes;
    int rows = rows(device.traits());
    long panels = matrices * ((n + columns - 1) / columns);
    long wanted = 4 * device.traits().units();
    long chunks = Math.clamp(wanted / panels, 1, (m + FEWEST - 1) / FEWEST);
    long chunk = ((m + chunks - 1) / chunks + rows - 1) / rows * rows;
    long items = Math.min(panels * ((m + chunk - 1) / chunk), 2 * wanted);
    try (var temporaries = new Temporaries(device)) {
      arguments.add(buffer(temporaries.of(out, Math.max(1, items * k * columns))));
      arguments.add(chunk);
      var kernel = device.kernel("matmul.cl", options(device, out.dtype()), "product");
      device.launch(kernel, items, 1, arguments.toArray());
    }
  }

  private static String options(OpenClDevice device, DType dtype) {
    var traits = device.traits();
    return Types.vectors(dtype, false, lanes(traits, dtype)) + " -DROWS=" + rows(traits);
  }

  /// {@return how many elements the vectors of a tile have: as many as those of the device, since
  /// longer ones are kept in several registers}
  private static int lanes(Traits traits, DType dtype) {
    long bytes = Long.highestOneBit(Math.clamp(4 * traits.floats(), 16, 64));
    return (int) Math.max(2, bytes / dtype.bytes());
  }

  /// {@return how many rows a tile has}: with vectors of 64 bytes come 32 registers, else there are
  /// 16, of which 12 take sums.
  private static int rows(Traits traits) {
    return traits.floats() >= 16 ? 8 : 6;
  }

  static long stride(View x, int fromTheEnd) {
    return x.layout().stride(x.layout().rank() - fromTheEnd);
  }
}
