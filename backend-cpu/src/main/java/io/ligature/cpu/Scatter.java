package io.ligature.cpu;

import io.ligature.op.Op;
import io.ligature.spi.View;

/// Writing by index, in row-major order of the index.
///
/// ```text
/// out[i, index[i, j, k], k]  = updates[i, j, k]        for axis 1; += with ADD
/// ```
final class Scatter {
  private Scatter() {}

  static void run(Op.ScatterMode mode, int axis, View index, View updates, View out) {
    if (index.layout().size() == 0) {
      return;
    }
    var lines =
        out.layout().slice(axis, 0, 1, 1).expand(index.shape()); // stays at 0 along the axis
    var rows = new Rows(index.layout(), updates.layout(), lines);
    int stride = (int) out.layout().stride(axis);
    boolean adds = mode == Op.ScatterMode.ADD;
    var places = Heap.longs(index);
    while (rows.next()) {
      int i = rows.at(0);
      int p = rows.at(1);
      int q = rows.at(2);
      int n = rows.length();
      int di = rows.step(0);
      int dp = rows.step(1);
      int dq = rows.step(2);
      switch (out.dtype()) {
        case FLOAT32 -> {
          var from = Heap.floats(updates);
          var to = Heap.floats(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            int at = q + (int) places[i] * stride;
            to[at] = adds ? to[at] + from[p] : from[p];
          }
        }
        case FLOAT64 -> {
          var from = Heap.doubles(updates);
          var to = Heap.doubles(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            int at = q + (int) places[i] * stride;
            to[at] = adds ? to[at] + from[p] : from[p];
          }
        }
        case INT32 -> {
          var from = Heap.ints(updates);
          var to = Heap.ints(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            int at = q + (int) places[i] * stride;
            to[at] = adds ? to[at] + from[p] : from[p];
          }
        }
        case INT64 -> {
          var from = Heap.longs(updates);
          var to = Heap.longs(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            int at = q + (int) places[i] * stride;
            to[at] = adds ? to[at] + from[p] : from[p];
          }
        }
        case BOOL -> {
          var from = Heap.bytes(updates);
          var to = Heap.bytes(out);
          for (int t = 0; t < n; t++, i += di, p += dp, q += dq) {
            int at = q + (int) places[i] * stride;
            to[at] = (byte) (adds ? to[at] | from[p] : from[p]);
          }
        }
        case FLOAT16, BFLOAT16, INT8, UINT8 ->
            throw new IllegalStateException(out.dtype() + " is only stored");
      }
    }
  }
}
