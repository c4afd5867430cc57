package io.ligature.cpu;

import io.ligature.spi.View;
import java.util.Arrays;

/// Elements from one layout to another, and from one type to another.
final class Copy {
  private Copy() {}

  static void run(View x, View out) {
    var rows = new Rows(x.layout(), out.layout());
    if (x.dtype() == out.dtype()) {
      while (rows.next()) {
        move(x, rows.at(0), rows.step(0), out, rows.at(1), rows.step(1), rows.length());
      }
    } else if (Line.isReal(x.dtype())) {
      convertReal(x, out, rows);
    } else {
      convertWhole(x, out, rows);
    }
  }

  private static void convertReal(View x, View out, Rows rows) {
    int chunk = Math.min(rows.length(), Line.CHUNK);
    var values = new double[chunk];
    while (rows.next()) {
      for (int from = 0; from < rows.length(); from += chunk) {
        int n = Math.min(chunk, rows.length() - from);
        Line.read(x, rows.at(0) + from * rows.step(0), rows.step(0), n, values);
        Line.write(values, n, out, rows.at(1) + from * rows.step(1), rows.step(1));
      }
    }
  }

  private static void convertWhole(View x, View out, Rows rows) {
    int chunk = Math.min(rows.length(), Line.CHUNK);
    var values = new long[chunk];
    while (rows.next()) {
      for (int from = 0; from < rows.length(); from += chunk) {
        int n = Math.min(chunk, rows.length() - from);
        Line.read(x, rows.at(0) + from * rows.step(0), rows.step(0), n, values);
        Line.write(values, n, out, rows.at(1) + from * rows.step(1), rows.step(1));
      }
    }
  }

  /// Moves `n` elements of one type, bit by bit.
  static void move(View x, int p, int dp, View out, int q, int dq, int n) {
    if ((dp == 1 && dq == 1) || n == 1) {
      System.arraycopy(Heap.array(x), p, Heap.array(out), q, n);
      return;
    }
    if (dp == 0 && dq == 1) {
      spread(x, p, out, q, n);
      return;
    }
    switch (out.dtype()) {
      case FLOAT32 -> {
        var from = Heap.floats(x);
        var to = Heap.floats(out);
        for (int i = 0; i < n; i++, p += dp, q += dq) {
          to[q] = from[p];
        }
      }
      case FLOAT64 -> {
        var from = Heap.doubles(x);
        var to = Heap.doubles(out);
        for (int i = 0; i < n; i++, p += dp, q += dq) {
          to[q] = from[p];
        }
      }
      case INT32 -> {
        var from = Heap.ints(x);
        var to = Heap.ints(out);
        for (int i = 0; i < n; i++, p += dp, q += dq) {
          to[q] = from[p];
        }
      }
      case INT64 -> {
        var from = Heap.longs(x);
        var to = Heap.longs(out);
        for (int i = 0; i < n; i++, p += dp, q += dq) {
          to[q] = from[p];
        }
      }
      case FLOAT16, BFLOAT16 -> {
        var from = Heap.shorts(x);
        var to = Heap.shorts(out);
        for (int i = 0; i < n; i++, p += dp, q += dq) {
          to[q] = from[p];
        }
      }
      case BOOL, INT8, UINT8 -> {
        var from = Heap.bytes(x);
        var to = Heap.bytes(out);
        for (int i = 0; i < n; i++, p += dp, q += dq) {
          to[q] = from[p];
        }
      }
    }
  }

  /// Writes one element `n` times.
  private static void spread(View x, int p, View out, int q, int n) {
    switch (out.dtype()) {
      case FLOAT32 -> Arrays.fill(Heap.floats(out), q, q + n, Heap.floats(x)[p]);
      case FLOAT64 -> Arrays.fill(Heap.doubles(out), q, q + n, Heap.doubles(x)[p]);
      case INT32 -> Arrays.fill(Heap.ints(out), q, q + n, Heap.ints(x)[p]);
      case INT64 -> Arrays.fill(Heap.longs(out), q, q + n, Heap.longs(x)[p]);
      case FLOAT16, BFLOAT16 -> Arrays.fill(Heap.shorts(out), q, q + n, Heap.shorts(x)[p]);
      case BOOL, INT8, UINT8 -> Arrays.fill(Heap.bytes(out), q, q + n, Heap.bytes(x)[p]);
    }
  }
}
