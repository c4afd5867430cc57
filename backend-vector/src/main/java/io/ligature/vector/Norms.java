package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.LayerNorm;
import io.ligature.op.RmsNorm;
import io.ligature.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Normalisation of the last axes, and its gradient, line by line.
///
/// Gradients of the scale and the shift are summed over a fixed number of lines, and those sums
/// over each other: in the same order for any team.
final class Norms {
  private static final int LINES = 32;

  private Norms() {}

  /// Lines of `n` elements, and how they are normalised.
  private record Lines(boolean centred, double eps, View x, int m, int n) {
    static Lines of(FusedOp op, View x) {
      return switch (op) {
        case LayerNorm layer -> of(true, layer.eps(), x, layer.axes());
        case RmsNorm rms -> of(false, rms.eps(), x, rms.axes());
        default -> throw new IllegalStateException(op.label() + " as a norm of lines");
      };
    }

    private static Lines of(boolean centred, double eps, View x, int axes) {
      long n = 1;
      for (int axis = 1; axis <= axes; axis++) {
        n *= x.shape().get(-axis);
      }
      int m = n == 0 ? 0 : (int) (x.layout().size() / n);
      return new Lines(centred, eps, Heap.rowMajor(x), m, (int) n);
    }

    float[] array() {
      return Heap.floats(x);
    }

    int at(int line) {
      return (int) x.layout().offset() + line * n;
    }

    float mean(float[] x, int p) {
      return centred ? FloatNorm.mean(x, p, n) : 0;
    }
  }

  /// A parameter as an array, or the numbers that stand for one that was left out.
  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  private record Parameter(float[] array, int at) {
    static Parameter of(@Nullable View view, int n, float missing) {
      if (view == null) {
        var array = new float[n];
        Arrays.fill(array, missing);
        return new Parameter(array, 0);
      }
      var values = Heap.rowMajor(view);
      return new Parameter(Heap.floats(values), (int) values.layout().offset());
    }
  }

  static void forward(Team team, FusedOp op, View[] in, View out) {
    var lines = Lines.of(op, in[0]);
    int n = lines.n;
    var w = Parameter.of(in.length > 1 ? in[1] : null, n, 1);
    var b = Parameter.of(in.length > 2 ? in[2] : null, n, 0);
    var x = lines.array();
    var y = Heap.floats(out);
    int q = (int) out.layout().offset();
    Reduce.lines(
        team,
        lines.m,
        n,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            int p = lines.at(i);
            float m = lines.mean(x, p);
            float r = FloatNorm.scale(x, p, m, lines.eps, n);
            FloatNorm.forward(x, p, m, r, w.array, w.at, b.array, b.at, y, q + i * n, n);
          }
        });
    Steps.release(lines.x, in[0]);
  }

  /// Operands x, perhaps w and b, then y and g; results for those that are wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    var lines = Lines.of(op.of(), in[0]);
    int n = lines.n;
    int chunks = (lines.m + LINES - 1) / LINES;
    var w = Parameter.of(op.inputs() > 1 ? in[1] : null, n, 1);
    var gradient = Heap.rowMajor(in[op.inputs() + 1]);
    int next = 0;
    var dx = op.wants(0) ? out[next++] : null;
    var dw = op.inputs() > 1 && op.wants(1) ? out[next++] : null;
    var db = op.inputs() > 2 && op.wants(2) ? out[next] : null;
    var room = dw == null ? null : Room.of(dw, (long) chunks * n);
    var g = Heap.floats(gradient);
    int q = (int) gradient.layout().offset();
    Reduce.lines(
        team,
        chunks,
        LINES * n,
        (begin, end) -> {
          for (int chunk = begin; chunk < end; chunk++) {
            chunk(lines, chunk, w, g, q, dx, room);
          }
        });
    if (dw != null && room != null) {
      Reduce.columns(team, room.array(), 0, chunks, n, dw);
      room.close();
    }
    if (db != null) {
      Reduce.columns(team, g, q, lines.m, n, db);
    }
    Steps.release(gradient, in[op.inputs() + 1]);
    Steps.release(lines.x, in[0]);
  }

  private static void chunk(
      Lines lines, int chunk, Parameter w, float[] g, int q, @Nullable View dx, @Nullable Room dw) {
    int n = lines.n;
    var x = lines.array();
    if (dw != null) {
      Arrays.fill(dw.array(), chunk * n, (chunk + 1) * n, 0);
    }
    for (int i = chunk * LINES; i < Math.min(lines.m, (chunk + 1) * LINES); i++) {
      int p = lines.at(i);
      float m = lines.mean(x, p);
      float r = FloatNorm.scale(x, p, m, lines.eps, n);
      if (dw != null) {
        FloatNorm.products(x, p, m, r, g, q + i * n, dw.array(), chunk * n, n);
      }
      if (dx != null) {
        int o = (int) dx.layout().offset() + i * n;
        FloatNorm.gradient(
            lines.centred, x, p, m, r, w.array, w.at, g, q + i * n, Heap.floats(dx), o, n);
      }
    }
  }
}
