package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.Embedding;
import io.ligature.spi.View;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Rows of a table by index, and the gradient of the table.
///
/// ```text
/// y[i] = W[index[i]]      dW[r] = sum over i with index[i] = r of g[i]
/// ```
///
/// For the gradient every thread adds its own columns of all rows, in the order of `i`: no two
/// meet, however often an index comes.
final class Embeddings {
  private static final int LANES = Lanes.FLOAT.length();

  private Embeddings() {}

  static void forward(Team team, View[] in, View out) {
    var table = Heap.rowMajor(in[0]);
    var indices = Heap.rowMajor(in[1]);
    int width = (int) in[0].shape().get(1);
    int count = (int) indices.layout().size();
    var w = Heap.floats(table);
    int v = (int) table.layout().offset();
    var index = Heap.longs(indices);
    int at = (int) indices.layout().offset();
    var y = Heap.floats(out);
    int q = (int) out.layout().offset();
    Reduce.lines(
        team,
        count,
        width,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            System.arraycopy(w, v + (int) index[at + i] * width, y, q + i * width, width);
          }
        });
    Steps.release(table, in[0]);
    Steps.release(indices, in[1]);
  }

  /// Operands W, index, y and g; the result dW, if it is wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    if (!op.wants(0)) {
      return;
    }
    long padding = ((Embedding) op.of()).padding();
    var indices = Heap.rowMajor(in[1]);
    var gradient = Heap.rowMajor(in[3]);
    int rows = (int) out[0].shape().get(0);
    int width = (int) out[0].shape().get(1);
    int count = (int) indices.layout().size();
    var index = Heap.longs(indices);
    int at = (int) indices.layout().offset();
    var g = Heap.floats(gradient);
    int p = (int) gradient.layout().offset();
    var dw = Heap.floats(out[0]);
    int o = (int) out[0].layout().offset();
    Reduce.lines(
        team, rows, width, (begin, end) -> Arrays.fill(dw, o + begin * width, o + end * width, 0));
    int vectors = (width + LANES - 1) / LANES;
    Reduce.lines(
        team,
        vectors,
        count * LANES,
        (begin, end) -> {
          int left = begin * LANES;
          int n = Math.min(width, end * LANES) - left;
          for (int i = 0; i < count; i++) {
            long row = index[at + i];
            if (row != padding) {
              add(g, p + i * width + left, dw, o + (int) row * width + left, n);
            }
          }
        });
    Steps.release(indices, in[1]);
    Steps.release(gradient, in[3]);
  }

  private static void add(float[] x, int p, float[] y, int q, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var sum = FloatVector.fromArray(Lanes.FLOAT, y, q + i);
      sum.add(FloatVector.fromArray(Lanes.FLOAT, x, p + i)).intoArray(y, q + i);
    }
    for (; i < n; i++) {
      y[q + i] += x[p + i];
    }
  }
}
