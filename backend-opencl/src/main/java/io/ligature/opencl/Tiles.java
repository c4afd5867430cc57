package io.ligature.opencl;

import static io.ligature.opencl.MatMul.first;
import static io.ligature.opencl.MatMul.stride;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Linear.Activation;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import org.jspecify.annotations.Nullable;

/// Products of matrices on a GPU, in tiles through local memory; see `tiles.cl`.
///
/// Few results that are long sums would keep few work groups busy. There k is cut into parts, each
/// of which makes a matrix of its own, and `join.cl` adds these in order.
final class Tiles {
  private static final long DEPTH = 16; // as in tiles.cl
  private static final long MOST = 8; // sums of a work item, across and down
  private static final long FEWEST = 2;
  private static final long MOST_GROUPS = 1 << 20;
  private static final long PART = 256; // terms that are worth a group of their own
  private static final long LONG = 1024; // terms whose parts are worth a second launch

  private Tiles() {}

  static void run(
      OpenClDevice device, View a, View b, @Nullable View bias, Activation f, View out) {
    long parts = parts(device.traits(), a, out);
    if (parts == 1) {
      products(device, a, b, bias, f, out);
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var sums = temporaries.of(out, with(parts, out.shape().toArray()));
      products(device, parted(a, 1, parts), parted(b, 2, parts), null, Activation.NONE, sums);
      join(device, sums, parts, bias, f, out);
    }
  }

  // ---- parts of k

  /// {@return into how many equal parts k is cut: so that the largest tiles that fit the matrices
  /// keep the device busy, or 1}
  static long parts(Traits traits, View a, View out) {
    long m = out.shape().get(-2);
    long n = out.shape().get(-1);
    long k = a.shape().get(-1);
    long matrices = out.layout().size() / (m * n);
    if (k < LONG || !out.layout().isContiguous() || per(matrices * m * n, traits, out) == MOST) {
      return 1;
    }
    long per = MOST;
    while (per > FEWEST && Math.min(m, n) <= side(traits) * per / 2) {
      per /= 2;
    }
    long tiles = tiles(matrices, m, n, side(traits) * per);
    long parts = Math.max(1, Math.min((traits.units() + tiles - 1) / tiles, k / PART));
    while (k % parts != 0) {
      parts--;
    }
    return parts;
  }

  /// {@return an operand whose axis, counted from the end, is cut into parts, which come first}
  private static View parted(View x, int fromTheEnd, long parts) {
    var layout = x.layout();
    int axis = layout.rank() - fromTheEnd;
    long part = layout.shape().get(axis) / parts;
    var extents = layout.shape().with(axis, part).toArray();
    var strides = with(part * layout.stride(axis), layout.strides());
    return x.with(Layout.of(Shape.of(with(parts, extents)), strides, layout.offset()));
  }

  private static long[] with(long first, long[] rest) {
    var all = new long[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static void join(
      OpenClDevice device, View sums, long parts, @Nullable View bias, Activation f, View out) {
    var options = Types.vectors(out.dtype(), false) + " -DACTIVATION=" + f.ordinal();
    var arguments =
        new Arguments()
            .all(sums)
            .values(parts, out.layout().size(), out.shape().get(-1))
            .view(bias)
            .values(bias == null ? 0L : stride(bias, 1))
            .view(out);
    var kernel = device.kernel("join.cl", options, "join");
    device.over(out.layout().size(), parts, kernel, arguments.array());
  }

  // ---- products

  private static void products(
      OpenClDevice device, View a, View b, @Nullable View bias, Activation f, View out) {
    Walk.each(
        batch -> product(device, batch, a, b, bias, f, out),
        first(a.layout()),
        first(b.layout()),
        first(out.layout()));
  }

  private static void product(
      OpenClDevice device,
      Walk batch,
      View a,
      View b,
      @Nullable View bias,
      Activation f,
      View out) {
    long m = out.shape().get(-2);
    long n = out.shape().get(-1);
    var traits = device.traits();
    long side = side(traits);
    long per = per(batch.size() * m * n, traits, out);
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
    device.launch(
        device.kernel(tf32 ? "matmul_tf32.cl" : "matmul_gpu.cl", options, "product"),
        Math.min(tiles(batch.size(), m, n, side * per), MOST_GROUPS) * side * side,
        side * side,
        MatMul.arguments(batch, a, b, bias, out).toArray());
  }

  private static long tiles(long matrices, long m, long n, long tile) {
    return matrices * ((m + tile - 1) / tile) * ((n + tile - 1) / tile);
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
  /// room for the tiles, and enough groups are left to keep seven eighths of the device busy}: so
  /// two parts of 1024 x 1024 have the largest tiles on 132 units
  private static long per(long elements, Traits traits, View out) {
    long per = MOST;
    while (per > FEWEST
        && (elements * 8 < traits.units() * square(side(traits) * per) * 7
            || room(traits, per, out.dtype()) > traits.local())) {
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
}
