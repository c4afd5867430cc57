package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;

/// Many elements become one.
///
/// Each result has an accumulator, double or long, that is rounded once at the end. The rows of the
/// operand either end in one accumulator, or are added to a row of them. Sums of FLOAT64, which
/// have no digits to spare, keep beside each accumulator what its additions lost, so that the error
/// does not grow with the number of elements.
final class Reduce {
  private static final int PIECE = 128;
  private static final double[] NOTHING = {};

  private Reduce() {}

  static void run(Op.Reduction kind, int[] axes, View x, View out) {
    int count = (int) out.layout().size();
    var accumulators =
        Layout.rowMajor(out.shape()).expand(x.shape()); // stride 0 along reduced axes
    var rows = new Rows(x.layout(), accumulators);
    int at = (int) out.layout().offset();
    if (Line.isReal(x.dtype())) {
      var totals = new double[count];
      Arrays.fill(totals, realIdentity(kind));
      boolean exact = kind == Op.Reduction.SUM && x.dtype() == DType.FLOAT64;
      var lost = exact ? new double[count] : NOTHING;
      reals(kind, x, rows, totals, lost);
      for (int i = 0; i < lost.length; i++) {
        totals[i] = restored(totals[i], lost[i]);
      }
      Line.write(totals, count, out, at, 1);
    } else {
      var totals = new long[count];
      Arrays.fill(totals, wholeIdentity(kind, x.dtype()));
      wholes(kind, x, rows, totals);
      Line.write(totals, count, out, at, 1);
    }
  }

  private static double realIdentity(Op.Reduction kind) {
    return switch (kind) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  private static long wholeIdentity(Op.Reduction kind, DType dtype) {
    boolean bool =
        dtype == DType.BOOL; // alone may be empty: none of nothing is true, all of it are
    return switch (kind) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> bool ? 0 : Long.MIN_VALUE;
      case MIN -> bool ? 1 : Long.MAX_VALUE;
    };
  }

  private static void reals(Op.Reduction kind, View x, Rows rows, double[] totals, double[] lost) {
    var line = new double[Math.min(rows.length(), Line.CHUNK)];
    while (rows.next()) {
      int p = rows.at(0);
      int q = rows.at(1);
      for (int from = 0; from < rows.length(); from += line.length) {
        int n = Math.min(line.length, rows.length() - from);
        Line.read(x, p + from * rows.step(0), rows.step(0), n, line);
        if (rows.step(1) == 0) {
          double part = fold(kind, line, n);
          if (lost.length > 0) {
            lost[q] += lost(totals[q], part);
          }
          totals[q] = combine(kind, totals[q], part);
        } else if (lost.length > 0) {
          add(line, n, totals, lost, q + from * rows.step(1), rows.step(1));
        } else {
          fold(kind, line, n, totals, q + from * rows.step(1), rows.step(1));
        }
      }
    }
  }

  private static double combine(Op.Reduction kind, double a, double b) {
    return switch (kind) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private static void add(double[] x, int n, double[] totals, double[] lost, int q, int dq) {
    for (int i = 0; i < n; i++, q += dq) {
      lost[q] += lost(totals[q], x[i]);
      totals[q] += x[i];
    }
  }

  /// {@return what rounding takes from `a + b`, exactly}
  ///
  /// @see <a href="https://doi.org/10.1137/030601818">Ogita, Rump and Oishi (2005), algorithm 3.1
  ///   (TwoSum, by Knuth)</a>
  static double lost(double a, double b) {
    double sum = a + b;
    double added = sum - a;
    return (a - (sum - added)) + (b - added);
  }

  /// {@return a sum with what its additions lost; infinities lose NaN, and stay, as does -0}
  static double restored(double sum, double lost) {
    return lost != 0 && Double.isFinite(sum) ? sum + lost : sum;
  }

  /// The sum of halves of halves, so that rounding errors grow with the logarithm of the length.
  private static double sum(double[] x, int begin, int end) {
    if (end - begin > PIECE) {
      int middle = (begin + end) >>> 1;
      return sum(x, begin, middle) + sum(x, middle, end);
    }
    double even = 0;
    double odd = 0;
    int i = begin;
    for (; i + 1 < end; i += 2) { // two sums at a time run twice as fast as one
      even += x[i];
      odd += x[i + 1];
    }
    return i < end ? even + odd + x[i] : even + odd;
  }

  private static double fold(Op.Reduction kind, double[] x, int n) {
    if (kind == Op.Reduction.SUM) {
      return sum(x, 0, n);
    }
    double total = realIdentity(kind);
    for (int i = 0; i < n; i++) {
      total = combine(kind, total, x[i]);
    }
    return total;
  }

  private static void fold(Op.Reduction kind, double[] x, int n, double[] totals, int q, int dq) {
    switch (kind) {
      case SUM -> {
        for (int i = 0; i < n; i++, q += dq) {
          totals[q] += x[i];
        }
      }
      case PROD -> {
        for (int i = 0; i < n; i++, q += dq) {
          totals[q] *= x[i];
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++, q += dq) {
          totals[q] = Math.max(totals[q], x[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++, q += dq) {
          totals[q] = Math.min(totals[q], x[i]);
        }
      }
    }
  }

  private static void wholes(Op.Reduction kind, View x, Rows rows, long[] totals) {
    var line = new long[Math.min(rows.length(), Line.CHUNK)];
    while (rows.next()) {
      int p = rows.at(0);
      int q = rows.at(1);
      for (int from = 0; from < rows.length(); from += line.length) {
        int n = Math.min(line.length, rows.length() - from);
        Line.read(x, p + from * rows.step(0), rows.step(0), n, line);
        fold(kind, line, n, totals, q + from * rows.step(1), rows.step(1));
      }
    }
  }

  private static void fold(Op.Reduction kind, long[] x, int n, long[] totals, int q, int dq) {
    switch (kind) {
      case SUM -> {
        for (int i = 0; i < n; i++, q += dq) {
          totals[q] += x[i];
        }
      }
      case PROD -> {
        for (int i = 0; i < n; i++, q += dq) {
          totals[q] *= x[i];
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++, q += dq) {
          totals[q] = Math.max(totals[q], x[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++, q += dq) {
          totals[q] = Math.min(totals[q], x[i]);
        }
      }
    }
  }
}
