package io.ligature.opencl;

import io.ligature.DType;
import io.ligature.op.AdaptiveAvgPool;
import io.ligature.op.AdaptiveMaxPool;
import io.ligature.op.AvgPool;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.MaxPool;
import io.ligature.spi.View;
import java.util.List;

/// The largest element and the mean of windows, and of the pieces of axes; see `pool.cl`.
///
/// Each direction is a launch, but for the gradient of what is largest: one more finds it.
final class Pools {
  private static final String FILE = "pool.cl";
  private static final long EACH = 8; // times the work of an elementwise function

  private Pools() {}

  /// {@return whether there are kernels for this many axes}
  static boolean fit(FusedOp op) {
    return Windows.fit(axes(op));
  }

  private static List<?> axes(FusedOp op) {
    return switch (op) {
      case MaxPool pool -> pool.windows();
      case AvgPool pool -> pool.windows();
      case AdaptiveMaxPool pool -> pool.extents();
      case AdaptiveAvgPool pool -> pool.extents();
      default -> throw new IllegalStateException(op.label());
    };
  }

  private static Windows windows(FusedOp op, View x, View y) {
    return switch (op) {
      case MaxPool pool -> Windows.sliding(pool.windows(), x.shape(), y.shape());
      case AvgPool pool -> Windows.sliding(pool.windows(), x.shape(), y.shape());
      case AdaptiveMaxPool _, AdaptiveAvgPool _ -> Windows.adaptive(x.shape(), y.shape());
      default -> throw new IllegalStateException(op.label());
    };
  }

  private static boolean isMax(FusedOp op) {
    return op instanceof MaxPool || op instanceof AdaptiveMaxPool;
  }

  private static Kernel kernel(
      OpenClDevice device, FusedOp op, Windows windows, View x, String name) {
    boolean counts = op instanceof AvgPool pool && pool.countsPadding();
    var options =
        Types.options(x.dtype()) + windows.options() + (counts ? " -DCOUNTS_PADDING" : "");
    return device.kernel(FILE, options, name);
  }

  static void forward(OpenClDevice device, FusedOp op, View[] in, View out) {
    if (out.layout().size() == 0) {
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var windows = windows(op, in[0], out);
      long channels = out.layout().size() / windows.count();
      var x = temporaries.rowMajor(in[0]);
      device.over(
          out.layout().size(),
          EACH,
          kernel(device, op, windows, x, isMax(op) ? "max_pool" : "mean_pool"),
          new Arguments().view(x).values(channels, windows.struct()).view(out).array());
    }
  }

  /// Operands x, y and g; the result dx, if it is wanted.
  static void backward(OpenClDevice device, Backward op, View[] in, View[] out) {
    if (!op.wants(0) || out[0].layout().size() == 0) {
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var windows = windows(op.of(), in[0], in[1]);
      long channels = out[0].layout().size() / windows.area();
      var arguments = new Arguments();
      if (isMax(op.of())) {
        arguments.all(places(device, temporaries, op.of(), windows, in[0]));
      }
      var g = temporaries.rowMajor(in[2]);
      var name = isMax(op.of()) ? "max_gradient" : "mean_gradient";
      boolean gpu = device.traits().isGpu();
      device.over(
          gpu ? out[0].layout().size() : channels,
          gpu ? EACH : EACH * windows.area(),
          kernel(device, op.of(), windows, g, name),
          arguments.view(g).values(channels, windows.struct()).view(out[0]).array());
    }
  }

  /// {@return where the largest element of every window is}
  private static View places(
      OpenClDevice device, Temporaries temporaries, FusedOp op, Windows windows, View given) {
    var x = temporaries.rowMajor(given);
    long channels = x.layout().size() / windows.area();
    var places = temporaries.of(x, DType.INT64, channels * windows.count());
    device.over(
        channels * windows.count(),
        EACH,
        kernel(device, op, windows, x, "places"),
        new Arguments().view(x).values(channels, windows.struct()).all(places).array());
    return places;
  }
}
