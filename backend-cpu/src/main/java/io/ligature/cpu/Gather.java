package io.ligature.cpu;

import io.ligature.spi.View;

/// Reading by index.
///
/// ```text
/// out[i, j, k] = x[i, index[i, j, k], k]        for axis 1
/// ```
final class Gather {
  private Gather() {}

  static void run(int axis, View x, View index, View out) {
    if (out.layout().size() == 0) {
      return;
    }
    var lines = x.layout().slice(axis, 0, 1, 1).expand(index.shape()); // stays at 0 along the axis
    var rows = new Rows(index.layout(), lines, out.layout());
    int stride = (int) x.layout().stride(axis);
    var places = Heap.longs(index);
    while (rows.next()) {
      int i = rows.at(0);
      int p = rows.at(1);
      int q = rows.at(2);
      int n = rows.length();
      int di = rows.step(0);
      int dp = rows.step(1);
      int dq = rows.step(2);
      if (di == 0) { // one index for the whole row, as for the rows of an embedding
        Copy.move(x, p + (int) places[i] * stride, dp, out, q, dq, n);
        continue;
      }
      switch (out.dtype()) {
        case FLOAT32 -> {
          var from = Heap.floats(x);
          var to = Heap.floats(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            to[q] = from[p + (int) places[i] * stride];
          }
        }
        case FLOAT64 -> {
          var from = Heap.doubles(x);
          var to = Heap.doubles(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            to[q] = from[p + (int) places[i] * stride];
          }
        }
        case INT32 -> {
          var from = Heap.ints(x);
          var to = Heap.ints(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            to[q] = from[p + (int) places[i] * stride];
          }
        }
        case INT64 -> {
          var from = Heap.longs(x);
          var to = Heap.longs(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            to[q] = from[p + (int) places[i] * stride];
          }
        }
        case FLOAT16, BFLOAT16 -> {
          var from = Heap.shorts(x);
          var to = Heap.shorts(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            to[q] = from[p + (int) places[i] * stride];
          }
        }
        case BOOL, INT8, UINT8 -> {
          var from = Heap.bytes(x);
          var to = Heap.bytes(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            to[q] = from[p + (int) places[i] * stride];
          }
        }
      }
    }
  }
}
