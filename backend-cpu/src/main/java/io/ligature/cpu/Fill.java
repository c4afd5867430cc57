package io.ligature.cpu;

import io.ligature.spi.View;
import java.util.Arrays;

/// One value everywhere.
final class Fill {
  private Fill() {}

  static void run(Number value, View out) {
    var rows = new Rows(out.layout());
    boolean real = Line.isReal(out.dtype());
    int chunk = Math.min(rows.length(), Line.CHUNK);
    var doubles = new double[real ? chunk : 0];
    var longs = new long[real ? 0 : chunk];
    Arrays.fill(doubles, value.doubleValue());
    Arrays.fill(longs, value.longValue());
    while (rows.next()) {
      for (int from = 0; from < rows.length(); from += chunk) {
        int n = Math.min(chunk, rows.length() - from);
        int at = rows.at(0) + from * rows.step(0);
        if (real) {
          Line.write(doubles, n, out, at, rows.step(0));
        } else {
          Line.write(longs, n, out, at, rows.step(0));
        }
      }
    }
  }
}
