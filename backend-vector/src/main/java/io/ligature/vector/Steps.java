package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.AdamStep;
import io.ligature.op.FusedOp;
import io.ligature.op.SgdStep;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Steps of optimizers for FLOAT32 parameters, in place, shared between threads: those of several
/// parameters as if they were one.
///
/// @param few does the steps that are not worth vectors
record Steps(Team team, FusedKernel few) implements FusedKernel {
  private static final long FEW = 256; // elements that are done before vectors are set up

  /// A step of one parameter.
  ///
  /// @param size how many elements it has
  /// @param work does it for some of them
  /// @param gradient side by side
  /// @param given the gradient as it was given
  private record Step(int size, Reduce.Lines work, View gradient, View given) {}

  @Override
  public void run(FusedOp op, View[] in, View[] out) {
    if (!pays(out)) {
      few.run(op, in, out);
      return;
    }
    var step = step(op, in, out);
    Reduce.lines(team, step.size, 1, step.work);
    release(step.gradient, step.given);
  }

  @Override
  public void runEach(FusedOp op, View[][] in, View[][] out) {
    var steps = new ArrayList<Step>(in.length);
    long size = 0;
    for (int i = 0; i < in.length; i++) {
      long more = out[i][0].layout().size();
      if (pays(out[i]) && size + more <= Integer.MAX_VALUE) {
        steps.add(step(op, in[i], out[i]));
        size += more;
      } else {
        run(op, in[i], out[i]);
      }
    }
    Reduce.lines(team, (int) size, 1, (from, to) -> some(steps, from, to));
    for (var step : steps) {
      release(step.gradient, step.given);
    }
  }

  /// Does some of the elements of all steps, which are counted through.
  private static void some(List<Step> steps, int from, int to) {
    int begin = 0;
    for (var step : steps) {
      int first = Math.max(0, from - begin);
      int end = Math.min(step.size, to - begin);
      if (first < end) {
        step.work.run(first, end);
      }
      begin += step.size;
    }
  }

  /// {@return whether a parameter is worth vectors}; the plain loops round alike
  private static boolean pays(View[] out) {
    return out[0].layout().size() >= FEW;
  }

  private Step step(FusedOp op, View[] in, View[] out) {
    return op instanceof SgdStep sgd ? sgd(sgd, in, out) : adam((AdamStep) op, in, out);
  }

  private Step sgd(SgdStep op, View[] in, View[] out) {
    var p = Heap.floats(out[0]);
    int pi = start(in[0], out[0]);
    var gradient = Heap.rowMajor(in[1]);
    var g = Heap.floats(gradient);
    int gi = (int) gradient.layout().offset();
    Reduce.Lines work;
    if (op.momentum() != 0) {
      var b = Heap.floats(out[1]);
      int bi = op.first() ? zeroed(b, out[1]) : start(in[2], out[1]);
      work = (from, to) -> FloatSteps.roll(op, p, pi + from, g, gi + from, b, bi + from, to - from);
    } else if (op.decay() != 0) {
      work = (from, to) -> FloatSteps.descend(op, p, pi + from, g, gi + from, to - from);
    } else {
      float rate = (float) (op.maximize() ? -op.rate() : op.rate());
      work = (from, to) -> FloatSteps.descend(rate, p, pi + from, g, gi + from, to - from);
    }
    return new Step((int) out[0].layout().size(), work, gradient, in[1]);
  }

  private Step adam(AdamStep op, View[] in, View[] out) {
    var p = Heap.floats(out[0]);
    var m = Heap.floats(out[1]);
    var v = Heap.floats(out[2]);
    var h = Heap.floats(out[op.amsgrad() ? 3 : 2]);
    int pi = start(in[0], out[0]);
    int mi = start(in[2], out[1]);
    int vi = start(in[3], out[2]);
    int hi = op.amsgrad() ? start(in[4], out[3]) : vi;
    var gradient = Heap.rowMajor(in[1]);
    var g = Heap.floats(gradient);
    int gi = (int) gradient.layout().offset();
    Reduce.Lines work =
        (from, to) ->
            FloatSteps.adam(
                op, p, pi + from, g, gi + from, m, mi + from, v, vi + from, h, hi + from,
                to - from);
    return new Step((int) out[0].layout().size(), work, gradient, in[1]);
  }

  private static int zeroed(float[] b, View output) {
    int at = (int) output.layout().offset();
    Arrays.fill(b, at, at + (int) output.layout().size(), 0);
    return at;
  }

  /// {@return where the values of an output begin, after it has been given those of its input}
  private int start(View input, View output) {
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
