package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.LogSoftmax;
import io.ligature.op.Softmax;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.View;

/// Softmax and its logarithm along an axis, line by line, and their gradients.
///
/// Lines that do not lie side by side are copied so that they do.
final class SoftmaxKernels {
  private SoftmaxKernels() {}

  static void forward(Team team, FusedOp op, View[] in, View[] out) {
    boolean log = op instanceof LogSoftmax;
    var x = Heap.rowMajor(last(in[0], axis(op)));
    run(
        team,
        out[0],
        axis(op),
        (y, q, begin, end, n) -> {
          var from = Heap.floats(x);
          int p = (int) x.layout().offset();
          for (int i = begin; i < end; i++) {
            if (log) {
              FloatSoftmax.logSoftmax(from, p + i * n, y, q + i * n, n);
            } else {
              FloatSoftmax.softmax(from, p + i * n, y, q + i * n, n);
            }
          }
        });
  }

  /// Operands x, y and g; the result dx, if it is wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    if (!op.wants(0)) {
      return;
    }
    boolean log = op.of() instanceof LogSoftmax;
    int axis = axis(op.of());
    var result = Heap.rowMajor(last(in[1], axis));
    var gradient = Heap.rowMajor(last(in[2], axis));
    run(
        team,
        out[0],
        axis,
        (dx, o, begin, end, n) -> {
          var y = Heap.floats(result);
          var g = Heap.floats(gradient);
          int p = (int) result.layout().offset();
          int q = (int) gradient.layout().offset();
          for (int i = begin; i < end; i++) {
            if (log) {
              FloatSoftmax.logSoftmaxGradient(y, p + i * n, g, q + i * n, dx, o + i * n, n);
            } else {
              FloatSoftmax.softmaxGradient(y, p + i * n, g, q + i * n, dx, o + i * n, n);
            }
          }
        });
  }

  private static int axis(FusedOp op) {
    return op instanceof LogSoftmax log ? log.axis() : ((Softmax) op).axis();
  }

  private interface Lines {
    void run(float[] out, int at, int begin, int end, int n);
  }

  /// Computes lines into the output, or beside it where its lines do not lie side by side.
  private static void run(Team team, View out, int axis, Lines work) {
    if (out.layout().size() == 0) {
      return;
    }
    var lines = last(out, axis);
    View target = lines;
    if (!lines.layout().isContiguous()) {
      var like = out.storage();
      var room = HeapStorage.allocate(like.device(), like.dtype(), out.layout().size());
      target = new View(room, Layout.rowMajor(lines.shape()));
    }
    int n = (int) lines.shape().get(-1);
    int m = (int) (lines.layout().size() / n);
    var to = Heap.floats(target);
    int at = (int) target.layout().offset();
    Reduce.lines(team, m, n, (begin, end) -> work.run(to, at, begin, end, n));
    if (target != lines) {
      new VectorKernels(team).copy(target, lines);
      target.storage().release("it was an intermediate result");
    }
  }

  /// {@return the view with this axis as its last}
  private static View last(View x, int axis) {
    int rank = x.layout().rank();
    if (axis == rank - 1) {
      return x;
    }
    var order = new int[rank];
    int next = 0;
    for (int i = 0; i < rank; i++) {
      if (i != axis) {
        order[next++] = i;
      }
    }
    order[next] = axis;
    return x.with(x.layout().permute(order));
  }
}
