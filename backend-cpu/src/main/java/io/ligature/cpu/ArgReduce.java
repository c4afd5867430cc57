package io.ligature.cpu;

import io.ligature.op.Op;
import io.ligature.spi.View;

/// Where the first extreme along an axis is.
final class ArgReduce {
  private ArgReduce() {}

  static void run(Op.ArgReduction kind, int axis, View x, View out) {
    var lines = new Rows(x.layout().slice(axis, 0, 1, 1), out.layout());
    var to = Heap.longs(out);
    int n = (int) x.shape().get(axis);
    int stride = (int) x.layout().stride(axis);
    boolean largest = kind == Op.ArgReduction.ARGMAX;
    boolean real = Line.isReal(x.dtype());
    var doubles = new double[real ? n : 0];
    var longs = new long[real ? 0 : n];
    while (lines.next()) {
      int p = lines.at(0);
      int q = lines.at(1);
      for (int t = 0; t < lines.length(); t++, p += lines.step(0), q += lines.step(1)) {
        if (real) {
          Line.read(x, p, stride, n, doubles);
          to[q] = first(largest, doubles);
        } else {
          Line.read(x, p, stride, n, longs);
          to[q] = first(largest, longs);
        }
      }
    }
  }

  private static int first(boolean largest, double[] x) {
    int best = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i])) {
        return i; // a NaN counts as the extreme
      }
      if (largest ? x[i] > x[best] : x[i] < x[best]) {
        best = i;
      }
    }
    return best;
  }

  private static int first(boolean largest, long[] x) {
    int best = 0;
    for (int i = 1; i < x.length; i++) {
      if (largest ? x[i] > x[best] : x[i] < x[best]) {
        best = i;
      }
    }
    return best;
  }
}
