package io.ligature.cpu;

import io.ligature.spi.View;

/// One value everywhere: written once, and copied from there.
final class Fill {
  private Fill() {}

  static void run(Number value, View out) {
    var rows = new Rows(out.layout());
    boolean real = Line.isReal(out.dtype());
    var number = new double[] {value.doubleValue()};
    var whole = new long[] {value.longValue()};
    while (rows.length() > 0 && rows.next()) {
      int at = rows.at(0);
      if (real) {
        Line.write(number, 1, out, at, 1);
      } else {
        Line.write(whole, 1, out, at, 1);
      }
      Copy.move(out, at, 0, out, at, rows.step(0), rows.length());
    }
  }
}
