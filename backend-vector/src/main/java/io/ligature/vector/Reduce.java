package io.ligature.vector;

import io.ligature.Shape;
import io.ligature.cpu.Heap;
import io.ligature.spi.View;

/// Sums of FLOAT32 elements that lie in order, over the first axes or over the last.
final class Reduce {
  private static final int CHUNK = 1 << 15; // of a sum of everything; the same for any team

  private Reduce() {}

  /// {@return whether the sum was of this kind, and is done}
  static boolean sum(Team team, int[] axes, View x, View out) {
    long size = x.layout().size();
    if (!x.layout().isContiguous() || size == 0) {
      return false;
    }
    var shape = x.shape();
    int first = split(shape, axes, true);
    int last = split(shape, axes, false);
    long front = extent(shape, 0, first);
    long back = extent(shape, last, shape.rank());
    if (front == size || back == size) {
      everything(team, x, out);
    } else if (front * out.layout().size() == size) {
      columns(team, x, (int) front, out);
    } else if (back * out.layout().size() == size) {
      rows(team, x, (int) back, out);
    } else {
      return false;
    }
    return true;
  }

  /// {@return the end of the reduced axes in front, or the begin of those at the back}; axes of
  /// extent 1 count as reduced.
  private static int split(Shape shape, int[] axes, boolean front) {
    int rank = shape.rank();
    var reduced = new boolean[rank];
    for (int axis : axes) {
      reduced[axis] = true;
    }
    int at = front ? 0 : rank;
    while (front ? at < rank : at > 0) {
      int axis = front ? at : at - 1;
      if (!reduced[axis] && shape.get(axis) != 1) {
        break;
      }
      at += front ? 1 : -1;
    }
    return at;
  }

  private static long extent(Shape shape, int from, int to) {
    long extent = 1;
    for (int axis = from; axis < to; axis++) {
      extent *= shape.get(axis);
    }
    return extent;
  }

  private static void everything(Team team, View x, View out) {
    var from = Heap.floats(x);
    int p = (int) x.layout().offset();
    int n = (int) x.layout().size();
    var sums = new double[(n + CHUNK - 1) / CHUNK];
    team.run(
        sums.length,
        t -> sums[t] = FloatSums.sum(from, p + t * CHUNK, Math.min(CHUNK, n - t * CHUNK)));
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    Heap.floats(out)[(int) out.layout().offset()] = (float) total;
  }

  private static void columns(Team team, View x, int m, View out) {
    int n = (int) out.layout().size();
    columns(team, Heap.floats(x), (int) x.layout().offset(), m, n, out);
  }

  /// Sums the columns of a matrix without gaps.
  static void columns(Team team, float[] from, int p, int m, int n, View out) {
    var to = Heap.floats(out);
    int q = (int) out.layout().offset();
    int unit = 4 * Lanes.FLOAT.length();
    int parts = (long) m * n < 2 * Parts.FEW ? 1 : Math.min(team.size(), (n + unit - 1) / unit);
    team.run(
        parts,
        t -> {
          int begin = Math.min(n, n / unit * t / parts * unit);
          int end = t + 1 == parts ? n : Math.min(n, n / unit * (t + 1) / parts * unit);
          FloatSums.columns(from, p + begin, n, m, to, q + begin, end - begin);
        });
  }

  private static void rows(Team team, View x, int n, View out) {
    var from = Heap.floats(x);
    var to = Heap.floats(out);
    int p = (int) x.layout().offset();
    int q = (int) out.layout().offset();
    int m = (int) out.layout().size();
    lines(
        team,
        m,
        n,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            to[q + i] = (float) FloatSums.sum(from, p + i * n, n);
          }
        });
  }

  /// What is done with some lines of a matrix.
  @FunctionalInterface
  interface Lines {
    /// Does lines `begin` to `end - 1`.
    void run(int begin, int end);
  }

  /// Shares `m` lines of `n` elements between threads.
  static void lines(Team team, int m, int n, Lines work) {
    int parts = Parts.count(team, (long) m * n, m);
    if (parts == 1) {
      work.run(0, m);
    } else {
      team.run(
          parts, t -> work.run((int) ((long) m * t / parts), (int) ((long) m * (t + 1) / parts)));
    }
  }
}
