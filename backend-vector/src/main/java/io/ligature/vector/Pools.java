package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.AvgPool;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.MaxPool;
import io.ligature.op.Window;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// The largest element of every window, or the mean, and the gradients, channel by channel.
final class Pools {
  private static final List<Window> PAIRS = List.of(Window.of(2).stride(2), Window.of(2).stride(2));

  private Pools() {}

  static void forward(Team team, FusedOp op, View[] in, View out) {
    boolean max = op instanceof MaxPool;
    var windows = new Windows(windows(op), in[0]);
    var y = Heap.floats(out);
    int at = (int) out.layout().offset();
    var shares = op instanceof AvgPool average ? shares(average, windows) : new float[0];
    try (var x = windows.planes(team, in[0], max ? Float.NEGATIVE_INFINITY : 0)) {
      if (isPairs(op)) {
        var pairs = pairs(in[0]);
        share(team, windows, (begin, end) -> pairs.largest(x.array, x.at, y, at, begin, end));
        return;
      }
      each(
          team,
          windows,
          i -> {
            int p = x.at + i * windows.plane;
            int o = at + i * windows.starts.length;
            if (max) {
              largest(windows, x.array, p, y, o);
            } else {
              means(windows, shares, x.array, p, y, o);
            }
          });
    }
  }

  private static List<Window> windows(FusedOp op) {
    return op instanceof MaxPool max ? max.windows() : ((AvgPool) op).windows();
  }

  /// {@return whether windows are two by two elements that no other window reads}
  private static boolean isPairs(FusedOp op) {
    return op instanceof MaxPool max && max.windows().equals(PAIRS);
  }

  private static FloatPairs pairs(View x) {
    return new FloatPairs((int) x.shape().get(-2), (int) x.shape().get(-1));
  }

  private static void each(Team team, Windows windows, IntConsumer work) {
    share(
        team,
        windows,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            work.accept(i);
          }
        });
  }

  /// Shares the planes.
  private static void share(Team team, Windows windows, Reduce.Lines work) {
    int each = windows.starts.length * windows.steps.length;
    Reduce.lines(team, windows.samples * windows.channels, each, work);
  }

  private static void largest(Windows windows, float[] x, int p, float[] y, int o) {
    var starts = windows.starts;
    var steps = windows.steps;
    for (int i = 0; i < starts.length; i++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int step : steps) {
        most = Math.max(most, x[p + starts[i] + step]);
      }
      y[o + i] = most;
    }
  }

  private static void means(Windows windows, float[] shares, float[] x, int p, float[] y, int o) {
    var starts = windows.starts;
    for (int i = 0; i < starts.length; i++) {
      float sum = 0;
      for (int step : windows.steps) {
        sum += x[p + starts[i] + step];
      }
      y[o + i] = sum * shares[i];
    }
  }

  /// {@return 1 / m for every window of a channel}
  private static float[] shares(AvgPool op, Windows windows) {
    var shares = new float[windows.starts.length];
    if (op.countsPadding() || !windows.isPadded()) {
      Arrays.fill(shares, 1f / windows.steps.length);
      return shares;
    }
    var ones = new float[windows.area()];
    Arrays.fill(ones, 1);
    var plane = new float[windows.plane];
    windows.pad(ones, 0, 0, plane, 0, 1);
    for (int i = 0; i < shares.length; i++) {
      float count = 0;
      for (int step : windows.steps) {
        count += plane[windows.starts[i] + step];
      }
      shares[i] = 1 / count;
    }
    return shares;
  }

  /// Operands x, y and g; the result dx, if it is wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    if (!op.wants(0)) {
      return;
    }
    boolean max = op.of() instanceof MaxPool;
    var windows = new Windows(windows(op.of()), in[0]);
    var gradient = Heap.rowMajor(in[2]);
    var g = Heap.floats(gradient);
    int q = (int) gradient.layout().offset();
    var y = Heap.floats(in[1]);
    int r = (int) in[1].layout().offset(); // a result is contiguous
    var dx = Heap.floats(out[0]);
    int at = (int) out[0].layout().offset();
    var shares = op.of() instanceof AvgPool average ? shares(average, windows) : new float[0];
    int count = windows.starts.length;
    try (var x = windows.planes(team, in[0], max ? Float.NEGATIVE_INFINITY : 0);
        var room = Room.of(out[0], windows.isPadded() ? windows.size() : 0)) {
      if (isPairs(op.of())) {
        var pairs = pairs(in[0]);
        share(
            team,
            windows,
            (begin, end) -> {
              Arrays.fill(dx, at + begin * windows.plane, at + end * windows.plane, 0);
              pairs.gradient(x.array, x.at, y, r, g, q, dx, at, begin, end);
            });
      } else {
        each(
            team,
            windows,
            i -> {
              var to = windows.isPadded() ? room.array() : dx;
              int p = windows.isPadded() ? i * windows.plane : at + i * windows.plane;
              Arrays.fill(to, p, p + windows.plane, 0);
              if (max) {
                int from = x.at + i * windows.plane;
                toLargest(windows, x.array, from, y, r + i * count, g, q + i * count, to, p);
              } else {
                toAll(windows, shares, g, q + i * count, to, p);
              }
              if (windows.isPadded()) {
                windows.crop(to, p, dx, at + i * windows.area());
              }
            });
      }
    }
    Steps.release(gradient, in[2]);
  }

  private static void toLargest(
      Windows windows, float[] x, int p, float[] y, int r, float[] g, int q, float[] dx, int o) {
    var starts = windows.starts;
    var steps = windows.steps;
    for (int i = 0; i < starts.length; i++) {
      int s = starts[i];
      float largest = y[r + i];
      int found = steps[0];
      for (int k = steps.length - 1; k >= 0; k--) { // from behind, so that the first one stays
        float v = x[p + s + steps[k]];
        found = v == largest || Float.isNaN(v) ? steps[k] : found;
      }
      dx[o + s + found] += g[q + i];
    }
  }

  private static void toAll(Windows windows, float[] shares, float[] g, int q, float[] dx, int o) {
    var starts = windows.starts;
    for (int i = 0; i < starts.length; i++) {
      float share = g[q + i] * shares[i];
      for (int step : windows.steps) {
        dx[o + starts[i] + step] += share;
      }
    }
  }
}
