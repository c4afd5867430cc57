package io.ligature.cpu;

import io.ligature.op.Op;
import io.ligature.spi.View;

/// Functions of each element: a chunk of a row is read, changed and written, whatever its type and
/// layout.
///
/// The most frequent functions of real numbers skip the detour; see [Direct].
final class Elementwise {
  private Elementwise() {}

  static void unary(Op.Unary op, View x, View out) {
    var rows = new Rows(x.layout(), out.layout());
    if (Direct.unary(op, x, out, rows)) {
      return;
    }
    int chunk = Math.min(rows.length(), Line.CHUNK);
    if (Line.isReal(x.dtype())) {
      var values = new double[chunk];
      while (rows.next()) {
        for (int from = 0; from < rows.length(); from += chunk) {
          int n = Math.min(chunk, rows.length() - from);
          Line.read(x, rows.at(0) + from * rows.step(0), rows.step(0), n, values);
          Reals.apply(op, values, n);
          Line.write(values, n, out, rows.at(1) + from * rows.step(1), rows.step(1));
        }
      }
    } else {
      var values = new long[chunk];
      while (rows.next()) {
        for (int from = 0; from < rows.length(); from += chunk) {
          int n = Math.min(chunk, rows.length() - from);
          Line.read(x, rows.at(0) + from * rows.step(0), rows.step(0), n, values);
          Wholes.apply(op, x.dtype(), values, n);
          Line.write(values, n, out, rows.at(1) + from * rows.step(1), rows.step(1));
        }
      }
    }
  }

  static void binary(Op.Binary op, View a, View b, View out) {
    var rows = new Rows(a.layout(), b.layout(), out.layout());
    if (Direct.binary(op, a, b, out, rows)) {
      return;
    }
    int chunk = Math.min(rows.length(), Line.CHUNK);
    if (Line.isReal(a.dtype())) {
      var left = new double[chunk];
      var right = new double[chunk];
      while (rows.next()) {
        for (int from = 0; from < rows.length(); from += chunk) {
          int n = Math.min(chunk, rows.length() - from);
          Line.read(a, rows.at(0) + from * rows.step(0), rows.step(0), n, left);
          Line.read(b, rows.at(1) + from * rows.step(1), rows.step(1), n, right);
          Reals.apply(op, left, right, n);
          Line.write(left, n, out, rows.at(2) + from * rows.step(2), rows.step(2));
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
          Wholes.apply(op, a.dtype(), left, right, n);
          Line.write(left, n, out, rows.at(2) + from * rows.step(2), rows.step(2));
        }
      }
    }
  }
}
