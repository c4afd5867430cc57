package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
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
        (begin, end) -> FloatActivation.run(op, x, p + begin, y, q + begin, end - begin));
    Steps.release(values, in[0]);
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
        (begin, end) ->
            FloatActivation.gradient(
                op.of(), x, p + begin, g, s + begin, dx, o + begin, end - begin));
    Steps.release(values, in[0]);
    Steps.release(gradient, in[2]);
  }
}
