package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.op.Op;
import io.ligature.spi.View;

/// The most frequent functions of real numbers, straight from array to array.
///
/// ADD, SUBTRACT, MULTIPLY, DIVIDE and MAXIMUM, NEGATE and RELU. Where the operands are contiguous
/// or a repeated scalar, the compiler turns these loops into vector instructions.
final class Direct {
  private Direct() {}

  /// {@return whether the function was one of these, and is done}
  static boolean unary(Op.Unary op, View x, View out, Rows rows) {
    if (op != Op.Unary.NEGATE && op != Op.Unary.RELU) {
      return false;
    }
    if (x.dtype() == DType.FLOAT32) {
      while (rows.next()) {
        unary(op, Heap.floats(x), rows, Heap.floats(out));
      }
      return true;
    }
    if (x.dtype() == DType.FLOAT64) {
      while (rows.next()) {
        unary(op, Heap.doubles(x), rows, Heap.doubles(out));
      }
      return true;
    }
    return false;
  }

  private static void unary(Op.Unary op, float[] x, Rows rows, float[] out) {
    int n = rows.length();
    int p = rows.at(0);
    int dp = rows.step(0);
    int q = rows.at(1);
    int dq = rows.step(1);
    if (op == Op.Unary.RELU) {
      if (dp == 1 && dq == 1) {
        for (int i = 0; i < n; i++) {
          out[q + i] = Math.max(x[p + i], 0);
        }
      } else {
        for (int i = 0; i < n; i++, p += dp, q += dq) {
          out[q] = Math.max(x[p], 0);
        }
      }
    } else {
      for (int i = 0; i < n; i++, p += dp, q += dq) {
        out[q] = -x[p];
      }
    }
  }

  private static void unary(Op.Unary op, double[] x, Rows rows, double[] out) {
    int n = rows.length();
    int p = rows.at(0);
    int dp = rows.step(0);
    int q = rows.at(1);
    int dq = rows.step(1);
    if (op == Op.Unary.RELU) {
      for (int i = 0; i < n; i++, p += dp, q += dq) {
        out[q] = Math.max(x[p], 0);
      }
    } else {
      for (int i = 0; i < n; i++, p += dp, q += dq) {
        out[q] = -x[p];
      }
    }
  }

  /// {@return whether the function was one of these, and is done}
  static boolean binary(Op.Binary op, View a, View b, View out, Rows rows) {
    if (op.ordinal() > Op.Binary.DIVIDE.ordinal() && op != Op.Binary.MAXIMUM) {
      return false;
    }
    if (a.dtype() == DType.FLOAT32) {
      while (rows.next()) {
        binary(op, Heap.floats(a), Heap.floats(b), rows, Heap.floats(out));
      }
      return true;
    }
    if (a.dtype() == DType.FLOAT64) {
      while (rows.next()) {
        binary(op, Heap.doubles(a), Heap.doubles(b), rows, Heap.doubles(out));
      }
      return true;
    }
    return false;
  }

  private static void binary(Op.Binary op, float[] a, float[] b, Rows rows, float[] out) {
    int n = rows.length();
    int i = rows.at(0);
    int j = rows.at(1);
    int k = rows.at(2);
    int di = rows.step(0);
    int dj = rows.step(1);
    int dk = rows.step(2);
    if (di == 1 && dj == 1 && dk == 1) {
      contiguous(op, a, i, b, j, out, k, n);
    } else if (di == 1 && dj == 0 && dk == 1) {
      scalar(op, a, i, b[j], out, k, n);
    } else {
      strided(op, a, i, di, b, j, dj, out, k, dk, n);
    }
  }

  private static void contiguous(
      Op.Binary op, float[] a, int i, float[] b, int j, float[] out, int k, int n) {
    switch (op) {
      case ADD -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = a[i + t] + b[j + t];
        }
      }
      case SUBTRACT -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = a[i + t] - b[j + t];
        }
      }
      case MULTIPLY -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = a[i + t] * b[j + t];
        }
      }
      case DIVIDE -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = a[i + t] / b[j + t];
        }
      }
      default -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = Math.max(a[i + t], b[j + t]);
        }
      }
    }
  }

  private static void scalar(Op.Binary op, float[] a, int i, float b, float[] out, int k, int n) {
    switch (op) {
      case ADD -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = a[i + t] + b;
        }
      }
      case SUBTRACT -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = a[i + t] - b;
        }
      }
      case MULTIPLY -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = a[i + t] * b;
        }
      }
      case DIVIDE -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = a[i + t] / b;
        }
      }
      default -> {
        for (int t = 0; t < n; t++) {
          out[k + t] = Math.max(a[i + t], b);
        }
      }
    }
  }

  private static void strided(
      Op.Binary op,
      float[] a,
      int i,
      int di,
      float[] b,
      int j,
      int dj,
      float[] out,
      int k,
      int dk,
      int n) {
    switch (op) {
      case ADD -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = a[i] + b[j];
        }
      }
      case SUBTRACT -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = a[i] - b[j];
        }
      }
      case MULTIPLY -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = a[i] * b[j];
        }
      }
      case DIVIDE -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = a[i] / b[j];
        }
      }
      default -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = Math.max(a[i], b[j]);
        }
      }
    }
  }

  private static void binary(Op.Binary op, double[] a, double[] b, Rows rows, double[] out) {
    int n = rows.length();
    int i = rows.at(0);
    int j = rows.at(1);
    int k = rows.at(2);
    int di = rows.step(0);
    int dj = rows.step(1);
    int dk = rows.step(2);
    switch (op) {
      case ADD -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = a[i] + b[j];
        }
      }
      case SUBTRACT -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = a[i] - b[j];
        }
      }
      case MULTIPLY -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = a[i] * b[j];
        }
      }
      case DIVIDE -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = a[i] / b[j];
        }
      }
      default -> {
        for (int t = 0; t < n; t++, i += di, j += dj, k += dk) {
          out[k] = Math.max(a[i], b[j]);
        }
      }
    }
  }
}
