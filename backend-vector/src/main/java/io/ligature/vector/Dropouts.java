package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.Dropout;
import io.ligature.spi.Philox;
import io.ligature.spi.View;

/// Dropout, whose gradient is the same map of the gradient: the mask is made anew from its key.
///
/// ```text
/// y[i] = scale x[i]   if word i of the key >>> 8 >= threshold, else 0
/// ```
final class Dropouts {
  private static final int BLOCK = 4; // words that come at once

  private Dropouts() {}

  static void forward(Team team, Dropout op, View[] in, View out) {
    run(team, op, in[0], out);
  }

  /// Operands x, y and g; the result dx, if it is wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    if (op.wants(0)) {
      run(team, (Dropout) op.of(), in[2], out[0]);
    }
  }

  private static void run(Team team, Dropout op, View x, View out) {
    var values = Heap.rowMajor(x);
    var from = Heap.floats(values);
    int p = (int) values.layout().offset();
    var to = Heap.floats(out);
    int q = (int) out.layout().offset();
    int n = (int) out.layout().size();
    Reduce.lines(
        team,
        (n + BLOCK - 1) / BLOCK,
        4 * BLOCK, // words weigh more than other elements
        (begin, end) -> {
          int first = BLOCK * begin;
          int count = Math.min(n, BLOCK * end) - first;
          some(op, begin, from, p + first, to, q + first, count);
        });
    Steps.release(values, x);
  }

  private static void some(Dropout op, long block, float[] x, int p, float[] y, int q, int n) {
    long key = op.key().bits();
    int threshold = op.threshold();
    float scale = (float) op.scale();
    var words = new int[BLOCK];
    for (int i = 0; i < n; i += BLOCK) {
      Philox.block(key, block++, words);
      for (int j = i; j < Math.min(n, i + BLOCK); j++) {
        y[q + j] = words[j - i] >>> 8 < threshold ? 0 : x[p + j] * scale;
      }
    }
  }
}
