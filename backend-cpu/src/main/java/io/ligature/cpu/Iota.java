package io.ligature.cpu;

import io.ligature.spi.View;

/// Counting along an axis.
final class Iota {
  private Iota() {}

  static void run(Number start, Number step, int axis, View out) {
    int count = (int) out.shape().get(axis);
    if (out.layout().size() == 0) {
      return;
    }
    boolean real = Line.isReal(out.dtype());
    var lines = new Rows(out.layout().slice(axis, 0, 1, 1));
    int stride = (int) out.layout().stride(axis);
    var doubles = real ? count(start.doubleValue(), step.doubleValue(), count) : new double[0];
    var longs = real ? new long[0] : count(start.longValue(), step.longValue(), count);
    while (lines.next()) {
      for (int t = 0, at = lines.at(0); t < lines.length(); t++, at += lines.step(0)) {
        if (real) {
          Line.write(doubles, count, out, at, stride);
        } else {
          Line.write(longs, count, out, at, stride);
        }
      }
    }
  }

  private static double[] count(double start, double step, int n) {
    var values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = start + i * step;
    }
    return values;
  }

  private static long[] count(long start, long step, int n) {
    var values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = start + i * step;
    }
    return values;
  }
}
