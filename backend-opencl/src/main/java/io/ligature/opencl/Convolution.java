package io.ligature.opencl;

import io.ligature.op.Backward;
import io.ligature.op.Conv;
import io.ligature.op.ConvTranspose;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import io.ligature.op.Window;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Convolutions, their transposes and the gradients of both, as products of matrices; see
/// `columns.cl`.
///
/// ```text
/// column[r, n o]   what window o of sample n reads; r counts channels and elements of a window
///
/// map   = W column                            a convolution, and dx of a transposed one
/// image = Wᵀ map, added where windows read    a transposed one, and dx of a convolution
/// dW    = map columnᵀ                         of both
///
/// image (N, C, extents)   map (N, M, counts)   W (M, C / groups, sizes), group by group
/// ```
///
/// Some samples at a time, as many as there is room for their columns; the sums of dW over them are
/// added in order. A time is three launches.
final class Convolution {
  private static final String FILE = "columns.cl";
  private static final long ROOM = 1 << 20; // elements of columns at a time, some caches full
  private static final long GPU_ROOM = 1 << 26;

  private final OpenClDevice device;
  private final Windows windows;
  private final long samples;
  private final long channels; // of the image
  private final long maps; // channels of the map
  private final long groups;
  private final long size; // elements of a window
  private final long count; // windows of a sample
  private final String options;

  private Convolution(OpenClDevice device, FusedOp op, View x, View y, View w) {
    this.device = device;
    var image = op instanceof Conv ? x : y;
    var map = op instanceof Conv ? y : x;
    groups = op instanceof Conv conv ? conv.groups() : ((ConvTranspose) op).groups();
    windows = Windows.sliding(windows(op), image.shape(), map.shape());
    samples = image.shape().get(0);
    channels = image.shape().get(1);
    maps = map.shape().get(1);
    size = inner(w);
    count = windows.count();
    options = Types.options(x.dtype()) + windows.options();
  }

  /// {@return whether there are kernels for this many axes}
  static boolean fit(FusedOp op) {
    return Windows.fit(windows(op));
  }

  private static List<Window> windows(FusedOp op) {
    return op instanceof Conv conv ? conv.windows() : ((ConvTranspose) op).windows();
  }

  /// {@return elements behind the first two axes}
  private static long inner(View x) {
    return Lines.inner(x, 1);
  }

  static void forward(OpenClDevice device, FusedOp op, View[] in, View out) {
    if (out.layout().size() == 0) {
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var convolution = new Convolution(device, op, in[0], out, in[1]);
      var x = temporaries.rowMajor(in[0]);
      var w = convolution.weight(temporaries, in[1]);
      var bias = in.length > 2 ? temporaries.rowMajor(in[2]) : null;
      if (op instanceof Conv) {
        convolution.toMap(x, w, bias, out);
      } else {
        convolution.toImage(x, w, bias, out);
      }
    }
  }

  /// Operands x, W, perhaps b, then y and g; results for those that are wanted.
  static void backward(OpenClDevice device, Backward op, View[] in, View[] out) {
    try (var temporaries = new Temporaries(device)) {
      var convolution = new Convolution(device, op.of(), in[0], in[op.inputs()], in[1]);
      boolean transposed = op.of() instanceof ConvTranspose;
      var x = temporaries.rowMajor(in[0]);
      var w = convolution.weight(temporaries, in[1]);
      var g = temporaries.rowMajor(in[op.inputs() + 1]);
      var results = new Wanted(op, out);
      var dx = results.next(0);
      if (dx != null && transposed) {
        convolution.toMap(g, w, null, dx);
      } else if (dx != null) {
        convolution.toImage(g, w, null, dx);
      }
      var dw = results.next(1);
      if (dw != null) {
        var products = convolution.weight(temporaries, dw);
        convolution.products(transposed ? g : x, transposed ? x : g, products);
      }
      var db = results.next(2);
      if (db != null && db.layout().size() > 0) {
        bias(device, temporaries, g, db);
      }
    }
  }

  private static void bias(OpenClDevice device, Temporaries temporaries, View g, View db) {
    long channels = g.shape().get(1);
    var lines = temporaries.reshape(g, g.shape().get(0), channels, inner(g));
    var sums = temporaries.reshape(db, 1, channels, 1);
    Reduce.run(device, Op.Reduction.SUM, new int[] {0, 2}, lines, sums);
  }

  // ---- matrices

  /// {@return the weight as matrices: (groups, M / groups, r)}
  private View weight(Temporaries temporaries, View w) {
    return temporaries.reshape(w, groups, maps / groups, channels / groups * size);
  }

  /// {@return room for columns of `n` samples: (groups, r, n o)}
  private View columns(Temporaries temporaries, View like, long n) {
    return temporaries.of(like, groups, channels / groups * size, n * count);
  }

  /// {@return a map of some samples as matrices: (groups, M / groups, n o)}
  private View sideBySide(Temporaries temporaries, View map, long n) {
    var given = temporaries.reshape(map, n, maps, count);
    var moved = given.with(given.layout().permute(1, 0, 2));
    return temporaries.reshape(moved, groups, maps / groups, n * count);
  }

  private void gather(View image, long n, View columns) {
    var arguments = new Arguments().view(image).values(n, channels, windows.struct()).all(columns);
    device.over(
        n * channels * count, size, device.kernel(FILE, options, "gather"), arguments.array());
  }

  private void spread(View columns, @Nullable View bias, View image, long n) {
    var arguments =
        new Arguments().all(columns).values(n, channels, windows.struct()).view(bias).view(image);
    device.over(
        image.layout().size(), size, device.kernel(FILE, options, "spread"), arguments.array());
  }

  // ---- some samples at a time

  private interface Part {
    /// @param first sample
    /// @param n samples
    void run(Temporaries temporaries, long first, long n);
  }

  private void each(Part part) {
    long room = device.traits().isGpu() ? GPU_ROOM : ROOM;
    long most = Math.max(1, room / Math.max(1, channels * size * count));
    for (long first = 0; first < samples; first += most) {
      try (var temporaries = new Temporaries(device)) {
        part.run(temporaries, first, Math.min(most, samples - first));
      }
    }
  }

  private static View some(View x, long first, long n) {
    return x.with(x.layout().slice(0, first, n, 1));
  }

  private void toMap(View image, View w, @Nullable View bias, View map) {
    each(
        (temporaries, first, n) -> {
          var columns = columns(temporaries, map, n);
          gather(some(image, first, n), n, columns);
          var out = temporaries.reshape(some(map, first, n), n, maps, count);
          var product = n == 1 ? out : temporaries.of(map, maps, n, count);
          MatMul.run(
              device, w, columns, temporaries.reshape(product, groups, maps / groups, n * count));
          var strides = new long[] {count, n * count, 1};
          var result = product.with(Layout.of(out.shape(), strides, product.layout().offset()));
          if (bias != null) {
            var alone = Layout.of(out.shape(), new long[] {0, 1, 0}, bias.layout().offset());
            Elementwise.binary(device, Op.Binary.ADD, result, bias.with(alone), out);
          } else if (n > 1) {
            Copy.run(device, result, out);
          }
        });
  }

  private void toImage(View map, View w, @Nullable View bias, View image) {
    each(
        (temporaries, first, n) -> {
          var columns = columns(temporaries, image, n);
          var above = sideBySide(temporaries, some(map, first, n), n);
          MatMul.run(device, MatMul.transposed(w), above, columns);
          spread(columns, bias, some(image, first, n), n);
        });
  }

  private void products(View image, View map, View dw) {
    if (samples == 0) {
      Make.fill(device, 0, dw);
    }
    each(
        (temporaries, first, n) -> {
          var columns = columns(temporaries, image, n);
          gather(some(image, first, n), n, columns);
          var part = first == 0 ? dw : temporaries.of(dw, dw.shape().toArray());
          MatMul.run(
              device,
              sideBySide(temporaries, some(map, first, n), n),
              MatMul.transposed(columns),
              part);
          if (first > 0) {
            Elementwise.binary(device, Op.Binary.ADD, dw, part, dw);
          }
        });
  }
}
