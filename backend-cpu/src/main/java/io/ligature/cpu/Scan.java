package io.ligature.cpu;

import io.ligature.op.Op;
import io.ligature.spi.View;

/// Running sums, products and extremes along an axis.
///
/// Sums keep what their additions lost, so that the error does not grow along the axis.
final class Scan {
  private Scan() {}

  static void run(Op.Reduction kind, int axis, View x, View out) {
    if (x.layout().size() == 0) {
      return;
    }
    var lines = new Rows(x.layout().slice(axis, 0, 1, 1), out.layout().slice(axis, 0, 1, 1));
    int n = (int) x.shape().get(axis);
    int from = (int) x.layout().stride(axis);
    int to = (int) out.layout().stride(axis);
    boolean real = Line.isReal(x.dtype());
    var doubles = new double[real ? n : 0];
    var longs = new long[real ? 0 : n];
    while (lines.next()) {
      int p = lines.at(0);
      int q = lines.at(1);
      for (int t = 0; t < lines.length(); t++, p += lines.step(0), q += lines.step(1)) {
        if (real) {
          Line.read(x, p, from, n, doubles);
          scan(kind, doubles);
          Line.write(doubles, n, out, q, to);
        } else {
          Line.read(x, p, from, n, longs);
          scan(kind, longs);
          Line.write(longs, n, out, q, to);
        }
      }
    }
  }

  private static void sum(double[] x) {
    double total = x[0];
    double lost = 0;
    for (int i = 1; i < x.length; i++) {
      lost += Reduce.lost(total, x[i]);
      total += x[i];
      x[i] = Reduce.restored(total, lost);
    }
  }

  private static void scan(Op.Reduction kind, double[] x) {
    switch (kind) {
      case SUM -> sum(x);
      case PROD -> {
        for (int i = 1; i < x.length; i++) {
          x[i] *= x[i - 1];
        }
      }
      case MAX -> {
        for (int i = 1; i < x.length; i++) {
          x[i] = Math.max(x[i - 1], x[i]);
        }
      }
      case MIN -> {
        for (int i = 1; i < x.length; i++) {
          x[i] = Math.min(x[i - 1], x[i]);
        }
      }
    }
  }

  private static void scan(Op.Reduction kind, long[] x) {
    for (int i = 1; i < x.length; i++) {
      x[i] =
          switch (kind) {
            case SUM -> x[i - 1] + x[i];
            case PROD -> x[i - 1] * x[i];
            case MAX -> Math.max(x[i - 1], x[i]);
            case MIN -> Math.min(x[i - 1], x[i]);
          };
    }
  }
}
