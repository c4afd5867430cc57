package io.ligature.cpu;

import io.ligature.spi.View;

/// One of two elements, by a condition.
final class Where {
  private Where() {}

  static void run(View condition, View a, View b, View out) {
    var rows = new Rows(condition.layout(), a.layout(), b.layout(), out.layout());
    var test = Heap.bytes(condition);
    while (rows.next()) {
      int n = rows.length();
      int c = rows.at(0);
      int i = rows.at(1);
      int j = rows.at(2);
      int k = rows.at(3);
      int dc = rows.step(0);
      int di = rows.step(1);
      int dj = rows.step(2);
      int dk = rows.step(3);
      switch (out.dtype()) {
        case FLOAT32 -> {
          var x = Heap.floats(a);
          var y = Heap.floats(b);
          var z = Heap.floats(out);
          for (int t = 0; t < n; t++, c += dc, i += di, j += dj, k += dk) {
            z[k] = test[c] != 0 ? x[i] : y[j];
          }
        }
        case FLOAT64 -> {
          var x = Heap.doubles(a);
          var y = Heap.doubles(b);
          var z = Heap.doubles(out);
          for (int t = 0; t < n; t++, c += dc, i += di, j += dj, k += dk) {
            z[k] = test[c] != 0 ? x[i] : y[j];
          }
        }
        case INT32 -> {
          var x = Heap.ints(a);
          var y = Heap.ints(b);
          var z = Heap.ints(out);
          for (int t = 0; t < n; t++, c += dc, i += di, j += dj, k += dk) {
            z[k] = test[c] != 0 ? x[i] : y[j];
          }
        }
        case INT64 -> {
          var x = Heap.longs(a);
          var y = Heap.longs(b);
          var z = Heap.longs(out);
          for (int t = 0; t < n; t++, c += dc, i += di, j += dj, k += dk) {
            z[k] = test[c] != 0 ? x[i] : y[j];
          }
        }
        case FLOAT16, BFLOAT16 -> {
          var x = Heap.shorts(a);
          var y = Heap.shorts(b);
          var z = Heap.shorts(out);
          for (int t = 0; t < n; t++, c += dc, i += di, j += dj, k += dk) {
            z[k] = test[c] != 0 ? x[i] : y[j];
          }
        }
        case BOOL, INT8, UINT8 -> {
          var x = Heap.bytes(a);
          var y = Heap.bytes(b);
          var z = Heap.bytes(out);
          for (int t = 0; t < n; t++, c += dc, i += di, j += dj, k += dk) {
            z[k] = test[c] != 0 ? x[i] : y[j];
          }
        }
      }
    }
  }
}
