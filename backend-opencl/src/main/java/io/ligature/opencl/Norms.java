package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.GroupNorm;
import io.ligature.op.LayerNorm;
import io.ligature.op.RmsNorm;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// LayerNorm, RMSNorm and GroupNorm, and their gradients; see `norm.cl`.
///
/// Forward is a launch; backward is one for dx, and one for the gradients of all parameters.
final class Norms {
  private Norms() {}

  /// How the elements are numbered.
  ///
  /// @param n elements that are normalised together
  /// @param groups rows until the parameters begin again
  /// @param perRow parameters of a row
  /// @param inner neighbours that share a parameter
  private record Rows(long rows, long n, long groups, long perRow, long inner) {
    static Rows of(FusedOp op, View x) {
      return switch (op) {
        case LayerNorm norm -> ofLast(norm.axes(), x);
        case RmsNorm norm -> ofLast(norm.axes(), x);
        case GroupNorm norm -> ofGroups(norm.groups(), x);
        default -> throw new IllegalStateException(op.label());
      };
    }

    private static Rows ofLast(int axes, View x) {
      long n = 1;
      int rank = x.layout().rank();
      for (int axis = rank - axes; axis < rank; axis++) {
        n *= x.shape().get(axis);
      }
      return new Rows(n == 0 ? 0 : x.layout().size() / n, n, 1, n, 1);
    }

    private static Rows ofGroups(long groups, View x) {
      long samples = x.shape().get(0);
      long channels = x.shape().get(1);
      long perRow = channels / groups;
      long inner = samples * channels == 0 ? 0 : x.layout().size() / samples / channels;
      return new Rows(samples * groups, perRow * inner, groups, perRow, inner);
    }
  }

  private static String options(FusedOp op, View x) {
    return Types.options(x.dtype()) + (op instanceof RmsNorm ? " -DRMS" : "");
  }

  private static double eps(FusedOp op) {
    return switch (op) {
      case LayerNorm norm -> norm.eps();
      case RmsNorm norm -> norm.eps();
      case GroupNorm norm -> norm.eps();
      default -> throw new IllegalStateException(op.label());
    };
  }

  static void forward(OpenClDevice device, FusedOp op, View[] in, View out) {
    if (out.layout().size() == 0) {
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var rows = Rows.of(op, in[0]);
      List<Object> arguments = new ArrayList<>();
      add(arguments, temporaries.rowMajor(in[0]));
      add(arguments, in.length > 1 ? temporaries.rowMajor(in[1]) : null);
      add(arguments, in.length > 2 ? temporaries.rowMajor(in[2]) : null);
      add(arguments, rows);
      arguments.add(Types.number(out.dtype(), eps(op)));
      add(arguments, out);
      var options = options(op, out);
      device.overRows(rows.rows, rows.n, 4, "norm.cl", options, "normalise", arguments.toArray());
    }
  }

  /// Operands x, perhaps w and b, then y and g; results dx, dw and db, if wanted.
  static void backward(OpenClDevice device, Backward op, View[] in, View[] out) {
    try (var temporaries = new Temporaries(device)) {
      var norm = op.of();
      var rows = Rows.of(norm, in[0]);
      var x = temporaries.rowMajor(in[0]);
      var g = temporaries.rowMajor(in[op.inputs() + 1]);
      var moments = temporaries.of(x, Math.max(1, 2 * rows.rows));
      int next = 0;
      var dx = op.wants(0) ? out[next++] : null;
      var dw = op.inputs() > 1 && op.wants(1) ? out[next++] : null;
      var db = op.inputs() > 2 && op.wants(2) ? out[next] : null;
      List<Object> arguments = new ArrayList<>();
      add(arguments, x);
      add(arguments, op.inputs() > 1 ? temporaries.rowMajor(in[1]) : null);
      add(arguments, g);
      add(arguments, rows);
      arguments.add(Types.number(x.dtype(), eps(norm)));
      add(arguments, dx);
      arguments.add(buffer(moments));
      var options = options(norm, x);
      device.overRows(rows.rows, rows.n, 8, "norm.cl", options, "gradient", arguments.toArray());
      if (dw != null || db != null) {
        arguments.clear();
        add(arguments, x);
        add(arguments, g);
        arguments.add(buffer(moments));
        add(arguments, rows);
        add(arguments, dw);
        add(arguments, db);
        device.over(
            rows.groups * rows.perRow,
            4 * rows.rows * rows.inner,
            device.kernel("norm.cl", options, "parameters"),
            arguments.toArray());
      }
    }
  }

  private static void add(List<Object> arguments, @Nullable View view) {
    arguments.add(view == null ? OpenClDevice.NOTHING : buffer(view));
    arguments.add(view == null ? 0L : view.layout().offset());
  }

  private static void add(List<Object> arguments, Rows rows) {
    arguments.addAll(List.of(rows.rows, rows.n, rows.groups, rows.perRow, rows.inner));
  }
}
