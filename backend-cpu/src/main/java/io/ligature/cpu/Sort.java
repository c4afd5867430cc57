package io.ligature.cpu;

import io.ligature.spi.View;

/// A stable merge sort along an axis.
///
/// Values become whole numbers that are in the same order: the bits of a real number are, once
/// those of negative ones are turned around. NaN is the largest; descending order is the order of
/// the complements.
final class Sort {
  private Sort() {}

  static void run(int axis, boolean descending, View x, View values, View indices) {
    if (x.layout().size() == 0) {
      return;
    }
    var lines =
        new Rows(
            x.layout().slice(axis, 0, 1, 1),
            values.layout().slice(axis, 0, 1, 1),
            indices.layout().slice(axis, 0, 1, 1));
    int n = (int) x.shape().get(axis);
    int stride = (int) x.layout().stride(axis);
    int valueStride = (int) values.layout().stride(axis);
    int indexStride = (int) indices.layout().stride(axis);
    var keys = new long[n];
    var places = Heap.longs(indices);
    while (lines.next()) {
      for (int t = 0; t < lines.length(); t++) {
        int p = lines.at(0) + t * lines.step(0);
        int q = lines.at(1) + t * lines.step(1);
        int r = lines.at(2) + t * lines.step(2);
        keys(x, p, stride, descending, keys);
        var order = sorted(keys);
        for (int i = 0; i < n; i++, q += valueStride, r += indexStride) {
          Copy.move(x, p + order[i] * stride, 1, values, q, 1, 1);
          places[r] = order[i];
        }
      }
    }
  }

  private static void keys(View x, int at, int step, boolean descending, long[] keys) {
    if (Line.isReal(x.dtype())) {
      var line = new double[keys.length];
      Line.read(x, at, step, keys.length, line);
      for (int i = 0; i < keys.length; i++) {
        long bits = Double.doubleToLongBits(line[i] + 0.0); // one zero, one NaN
        keys[i] = bits ^ ((bits >> 63) & Long.MAX_VALUE);
      }
    } else {
      Line.read(x, at, step, keys.length, keys);
    }
    for (int i = 0; descending && i < keys.length; i++) {
      keys[i] = ~keys[i];
    }
  }

  /// {@return the places of the keys in ascending order, equal ones in order of place}
  private static int[] sorted(long[] keys) {
    int n = keys.length;
    var from = new int[n];
    var to = new int[n];
    for (int i = 0; i < n; i++) {
      from[i] = i;
    }
    for (long width = 1; width < n; width *= 2) { // runs of this width are in order
      for (long begin = 0; begin < n; begin += 2 * width) {
        merge(
            keys,
            from,
            (int) begin,
            (int) Math.min(begin + width, n),
            (int) Math.min(begin + 2 * width, n),
            to);
      }
      var swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void merge(long[] keys, int[] from, int begin, int middle, int end, int[] to) {
    int left = begin;
    int right = middle;
    for (int i = begin; i < end; i++) {
      boolean takeLeft = right == end || (left < middle && keys[from[left]] <= keys[from[right]]);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }
}
