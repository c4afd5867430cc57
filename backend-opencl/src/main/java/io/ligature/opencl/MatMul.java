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

  private static final long DEPTH = 16; // of a tile on a GPU
  private static final long MOST = 8; // sums of a work item there, across and down
  private static final long MOST_GROUPS = 1 << 20;

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
    try (var temporaries = new Temporaries(device)) {
      var left = isBetterCopied(device, a, out) ? inOrder(device, temporaries, a) : a;
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
  private static boolean isBetterCopied(OpenClDevice device, View a, View out) {
    long n = out.shape().get(-1);
    return !device.traits().isGpu()
        && a.layout().rank() == 2
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
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of(buffer(a), buffer(b), buffer(out), batch, m, n, k));
    arguments.addAll(List.of(stride(a, 2), stride(a, 1), stride(b, 2), stride(b, 1)));
    arguments.add(bias == null ? OpenClDevice.NOTHING : buffer(bias));
    arguments.add(bias == null ? 0L : bias.layout().offset());
    arguments.add(bias == null ? 0L : stride(bias, 1));
    if (device.traits().isGpu()) {
      tiles(device, batch.size(), a, b, f, out, arguments);
    } else {
      arguments.add(f.ordinal());
      panels(device, batch.size(), out, k, arguments);
    }
  }

  private static void tiles(
      OpenClDevice device,
      long matrices,
      View a,
      View b,
      Activation f,
      View out,
      List<Object> arguments) {
    long m = out.shape().get(-2);
    long n = out.shape().get(-1);
    var traits = device.traits();
    long side = side(traits);
    long per = per(matrices * m * n, traits, out.dtype());
    int lanes = (int) Math.min(per, 4);
    int wide = per == MOST ? lanes : 1; // smaller products are not worth more programs
    boolean tf32 = traits.multipliesTf32() && out.dtype() == DType.FLOAT32 && per == MOST;
    var options =
        Types.vectors(out.dtype(), false, lanes)
            + (tf32 ? "" : " -DPER=" + per)
            + " -DACTIVATION="
            + f.ordinal()
            + along("LEFT", stride(a, 1), stride(a, 2), a, wide)
            + along("RIGHT", stride(b, 2), stride(b, 1), b, wide);
    long tile = side * per;
    long tiles = matrices * ((m + tile - 1) / tile) * ((n + tile - 1) / tile);
    device.launch(
        device.kernel(tf32 ? "matmul_tf32.cl" : "matmul_gpu.cl", options, "product"),
        Math.min(tiles, MOST_GROUPS) * side * side,
        side * side,
        arguments.toArray());
  }

  /// {@return along which axis an operand is read, and how many elements at a time}
  ///
  /// @param depth its stride along k
  /// @param line its other stride
  private static String along(String operand, long depth, long line, View x, int lanes) {
    boolean deep = depth == 1;
    long across = deep ? line : depth;
    var layout = x.layout();
    boolean onBorders = (deep || line == 1) && across % lanes == 0 && layout.offset() % lanes == 0;
    for (int axis = 0; axis < layout.rank() - 2; axis++) {
      onBorders &= layout.stride(axis) % lanes == 0;
    }
    return " -D%s_DEEP=%d -D%s_E=%d"
        .formatted(operand, deep ? 1 : 0, operand, onBorders ? lanes : 1);
  }

  /// {@return how many work items a group on a GPU has in a row}
  private static long side(Traits traits) {
    return traits.group() < 256 ? 8 : 16;
  }

  /// {@return how many elements in a row a work item makes: the more the fewer reads, if there is
  /// room for the tiles, and enough groups are left to keep the device busy}
  private static long per(long elements, Traits traits, DType dtype) {
    long per = MOST;
    while (per > 2
        && (elements < traits.units() * square(side(traits) * per)
            || room(traits, per, dtype) > traits.local())) {
      per /= 2;
    }
    return per;
  }

  /// {@return the bytes that pieces of both operands take}
  private static long room(Traits traits, long per, DType dtype) {
    long line = side(traits) * per + Math.min(per, 4);
    return 2 * DEPTH * line * dtype.bytes();
  }

  private static long square(long a) {
    return a * a;
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

  private static long stride(View x, int fromTheEnd) {
    return x.layout().stride(x.layout().rank() - fromTheEnd);
  }
}
