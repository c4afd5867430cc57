package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.AdamStep;
import io.ligature.op.SgdStep;
import io.ligature.spi.View;
import java.util.Arrays;

/// Steps of optimizers for FLOAT32 parameters, in place, shared between threads.
final class Steps {
  private static final long FEW = 256; // elements that are done before vectors are set up

  private Steps() {}

  /// {@return whether a parameter is worth vectors}; the plain loops round alike
  static boolean pay(View[] out) {
    return out[0].layout().size() >= FEW;
  }

  static void sgd(Team team, SgdStep op, View[] in, View[] out) {
    int n = (int) out[0].layout().size();
    var p = Heap.floats(out[0]);
    int pi = start(team, in[0], out[0]);
    var gradient = Heap.rowMajor(in[1]);
    var g = Heap.floats(gradient);
    int gi = (int) gradient.layout().offset();
    if (op.momentum() != 0) {
      var b = Heap.floats(out[1]);
      int bi = op.first() ? zeroed(b, out[1]) : start(team, in[2], out[1]);
      Reduce.lines(
          team,
          n,
          1,
          (from, to) -> FloatSteps.roll(op, p, pi + from, g, gi + from, b, bi + from, to - from));
    } else if (op.decay() != 0) {
      Reduce.lines(
          team, n, 1, (from, to) -> FloatSteps.descend(op, p, pi + from, g, gi + from, to - from));
    } else {
      float rate = (float) (op.maximize() ? -op.rate() : op.rate());
      Reduce.lines(
          team,
          n,
          1,
          (from, to) -> FloatSteps.descend(rate, p, pi + from, g, gi + from, to - from));
    }
    release(gradient, in[1]);
  }

  static void adam(Team team, AdamStep op, View[] in, View[] out) {
    int n = (int) out[0].layout().size();
    var p = Heap.floats(out[0]);
    var m = Heap.floats(out[1]);
    var v = Heap.floats(out[2]);
    var h = Heap.floats(out[op.amsgrad() ? 3 : 2]);
    int pi = start(team, in[0], out[0]);
    int mi = start(team, in[2], out[1]);
    int vi = start(team, in[3], out[2]);
    int hi = op.amsgrad() ? start(team, in[4], out[3]) : vi;
    var gradient = Heap.rowMajor(in[1]);
    var g = Heap.floats(gradient);
    int gi = (int) gradient.layout().offset();
    Reduce.lines(
        team,
        n,
        1,
        (from, to) ->
            FloatSteps.adam(
                op, p, pi + from, g, gi + from, m, mi + from, v, vi + from, h, hi + from,
                to - from));
    release(gradient, in[1]);
  }

  private static int zeroed(float[] b, View output) {
    int at = (int) output.layout().offset();
    Arrays.fill(b, at, at + (int) output.layout().size(), 0);
    return at;
  }

  /// {@return where the values of an output begin, after it has been given those of its input}
  private static int start(Team team, View input, View output) {
    if (!output.isSame(input)) {
      new VectorKernels(team).copy(input, output);
    }
    return (int) output.layout().offset();
  }

  /// Gives back a copy that was made of an operand, if one was.
  static void release(View used, View given) {
    if (used.storage() != given.storage()) {
      used.storage().release("it was an intermediate result");
    }
  }
}
