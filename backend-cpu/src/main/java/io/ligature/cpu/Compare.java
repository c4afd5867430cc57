package io.ligature.cpu;

import io.ligature.op.Op;
import io.ligature.spi.View;

/// Comparisons, into BOOL.
final class Compare {
  private Compare() {}

  static void run(Op.Compare op, View a, View b, View out) {
    var rows = new Rows(a.layout(), b.layout(), out.layout());
    var to = Heap.bytes(out);
    int chunk = Math.min(rows.length(), Line.CHUNK);
    if (Line.isReal(a.dtype())) {
      var left = new double[chunk];
      var right = new double[chunk];
      while (rows.next()) {
        for (int from = 0; from < rows.length(); from += chunk) {
          int n = Math.min(chunk, rows.length() - from);
          Line.read(a, rows.at(0) + from * rows.step(0), rows.step(0), n, left);
          Line.read(b, rows.at(1) + from * rows.step(1), rows.step(1), n, right);
          compare(op, left, right, n, to, rows.at(2) + from * rows.step(2), rows.step(2));
        }
      }
    } else {
      var left = new long[chunk];
      var right = new long[chunk];
      while (rows.next()) {
        for (int from = 0; from < rows.length(); from += chunk) {
          int n = Math.min(chunk, rows.length() - from);
          Line.read(a, rows.at(0) + from * rows.step(0), rows.step(0), n, left);
          Line.read(b, rows.at(1) + from * rows.step(1), rows.step(1), n, right);
          compare(op, left, right, n, to, rows.at(2) + from * rows.step(2), rows.step(2));
        }
      }
    }
  }

  private static void compare(
      Op.Compare op, double[] a, double[] b, int n, byte[] out, int at, int step) {
    for (int i = 0, p = at; i < n; i++, p += step) {
      boolean holds = switch (op) { // as Java compares, with NaN only NE is true
            case EQ -> a[i] == b[i];
            case NE -> a[i] != b[i];
            case LT -> a[i] < b[i];
            case LE -> a[i] <= b[i];
            case GT -> a[i] > b[i];
            case GE -> a[i] >= b[i];
          };
      out[p] = (byte) (holds ? 1 : 0);
    }
  }

  private static void compare(
      Op.Compare op, long[] a, long[] b, int n, byte[] out, int at, int step) {
    for (int i = 0, p = at; i < n; i++, p += step) {
      boolean holds =
          switch (op) {
            case EQ -> a[i] == b[i];
            case NE -> a[i] != b[i];
            case LT -> a[i] < b[i];
            case LE -> a[i] <= b[i];
            case GT -> a[i] > b[i];
            case GE -> a[i] >= b[i];
          };
      out[p] = (byte) (holds ? 1 : 0);
    }
  }
}
