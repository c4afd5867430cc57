package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.Gelu;
import io.ligature.spi.View;

/// The smooth activations and their gradients, of elements wherever they lie.
final class Activations {
  private Activations() {}

  static void forward(Team team, FusedOp op, View[] in, View out) {
    var values = Heap.rowMajor(in[0]);
    var x = Heap.floats(values);
    int p = (int) values.layout().offset();
    var y = Heap.floats(out);
    int q = (int) out.layout().offset();
    Reduce.lines(
        team,
        (int) out.layout().size(),
        1,
        (begin, end) -> forward(op, x, p + begin, y, q + begin, end - begin));
    Steps.release(values, in[0]);
  }

  private static void forward(FusedOp op, float[] x, int p, float[] y, int q, int n) {
    if (!(op instanceof Gelu gelu)) {
      FloatActivation.silu(x, p, y, q, n);
    } else if (gelu.approximate()) {
      FloatActivation.geluByTanh(x, p, y, q, n);
    } else {
      FloatActivation.gelu(x, p, y, q, n);
    }
  }

  /// Operands x, y and g; the result dx, if it is wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    if (!op.wants(0)) {
      return;
    }
    var values = Heap.rowMajor(in[0]);
    var gradient = Heap.rowMajor(in[2]);
    var x = Heap.floats(values);
    int p = (int) values.layout().offset();
    var g = Heap.floats(gradient);
    int s = (int) gradient.layout().offset();
    var dx = Heap.floats(out[0]);
    int o = (int) out[0].layout().offset();
    Reduce.lines(
        team,
        (int) out[0].layout().size(),
        1,
        (begin, end) -> backward(op.of(), x, p + begin, g, s + begin, dx, o + begin, end - begin));
    Steps.release(values, in[0]);
    Steps.release(gradient, in[2]);
  }

  private static void backward(
      FusedOp op, float[] x, int p, float[] g, int s, float[] dx, int o, int n) {
    if (!(op instanceof Gelu gelu)) {
      FloatActivation.siluGradient(x, p, g, s, dx, o, n);
    } else if (gelu.approximate()) {
      FloatActivation.geluByTanhGradient(x, p, g, s, dx, o, n);
    } else {
      FloatActivation.geluGradient(x, p, g, s, dx, o, n);
    }
  }
}
