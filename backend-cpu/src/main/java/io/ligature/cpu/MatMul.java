package io.ligature.cpu;

import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;

/// Products of matrices.
///
/// ```text
/// out[i, j] = sum over l of a[i, l] b[l, j]        a (m, k)   b (k, n)   out (m, n)
/// ```
///
/// Where the rows of b are contiguous, each row of the result gathers them one after another, and
/// the compiler makes vector instructions of it; for a transposed b, as in a linear layer, elements
/// are dot products of rows.
final class MatMul {
  private static final int FEW = 4; // rows for which copying b into order does not pay

  private MatMul() {}

  static void run(View a, View b, View out) {
    if (out.layout().rank() == 2) {
      matrix(
          a, start(a), b, start(b), out, start(out), extent(out, 0), extent(a, 1), extent(out, 1));
      return;
    }
    var batch = new Rows(first(a.layout()), first(b.layout()), first(out.layout()));
    int m = (int) out.shape().get(-2);
    int n = (int) out.shape().get(-1);
    int k = (int) a.shape().get(-1);
    while (batch.next()) {
      for (int t = 0; t < batch.length(); t++) {
        int i = batch.at(0) + t * batch.step(0);
        int j = batch.at(1) + t * batch.step(1);
        int o = batch.at(2) + t * batch.step(2);
        matrix(a, i, b, j, out, o, m, k, n);
      }
    }
  }

  private static int start(View x) {
    return (int) x.layout().offset();
  }

  private static int extent(View x, int axis) {
    return (int) x.shape().get(axis);
  }

  /// {@return where the first element of every matrix lies}
  private static Layout first(Layout x) {
    int rank = x.rank();
    var shape = x.shape();
    if (shape.size() == 0 && shape.get(-1) * shape.get(-2) == 0) {
      shape = shape.with(-1, 1).with(-2, 1); // matrices without elements begin somewhere too
      return Layout.of(shape, x.strides(), x.offset());
    }
    return x.slice(rank - 2, 0, 1, 1).slice(rank - 1, 0, 1, 1);
  }

  private static void matrix(View a, int i, View b, int j, View out, int o, int m, int k, int n) {
    int rank = a.layout().rank();
    int ai = (int) a.layout().stride(rank - 2);
    int al = (int) a.layout().stride(rank - 1);
    int bl = (int) b.layout().stride(rank - 2);
    int bj = (int) b.layout().stride(rank - 1);
    switch (out.dtype()) {
      case FLOAT32 ->
          floats(
              Heap.floats(a), i, ai, al, Heap.floats(b), j, bl, bj, Heap.floats(out), o, m, k, n);
      case FLOAT64 ->
          doubles(
              Heap.doubles(a),
              i,
              ai,
              al,
              Heap.doubles(b),
              j,
              bl,
              bj,
              Heap.doubles(out),
              o,
              m,
              k,
              n);
      default -> wholes(a, i, ai, al, b, j, bl, bj, out, o, m, k, n);
    }
  }

  private static void floats(
      float[] a,
      int a0,
      int ai,
      int al,
      float[] b,
      int b0,
      int bl,
      int bj,
      float[] out,
      int o,
      int m,
      int k,
      int n) {
    if (bj == 1 && n > 1) {
      for (int i = 0; i < m; i++) {
        addRows(a, a0 + i * ai, al, b, b0, bl, out, o + i * n, k, n);
      }
    } else if (m > FEW && n > 1) {
      var rows = new float[k * n];
      for (int l = 0; l < k; l++) {
        for (int j = 0; j < n; j++) {
          rows[l * n + j] = b[b0 + l * bl + j * bj];
        }
      }
      floats(a, a0, ai, al, rows, 0, n, 1, out, o, m, k, n);
    } else {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          out[o + i * n + j] = dot(a, a0 + i * ai, al, b, b0 + j * bj, bl, k);
        }
      }
    }
  }

  private static void addRows(
      float[] a, int p, int al, float[] b, int q, int bl, float[] out, int o, int k, int n) {
    Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++, p += al, q += bl) {
      float x = a[p];
      for (int j = 0; j < n; j++) {
        out[o + j] += x * b[q + j];
      }
    }
  }

  private static float dot(float[] a, int p, int dp, float[] b, int q, int dq, int k) {
    float sum = 0;
    for (int l = 0; l < k; l++, p += dp, q += dq) {
      sum += a[p] * b[q];
    }
    return sum;
  }

  private static void doubles(
      double[] a,
      int a0,
      int ai,
      int al,
      double[] b,
      int b0,
      int bl,
      int bj,
      double[] out,
      int o,
      int m,
      int k,
      int n) {
    if (bj == 1 && n > 1) {
      for (int i = 0; i < m; i++) {
        addRows(a, a0 + i * ai, al, b, b0, bl, out, o + i * n, k, n);
      }
    } else if (m > FEW && n > 1) {
      var rows = new double[k * n];
      for (int l = 0; l < k; l++) {
        for (int j = 0; j < n; j++) {
          rows[l * n + j] = b[b0 + l * bl + j * bj];
        }
      }
      doubles(a, a0, ai, al, rows, 0, n, 1, out, o, m, k, n);
    } else {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          out[o + i * n + j] = dot(a, a0 + i * ai, al, b, b0 + j * bj, bl, k);
        }
      }
    }
  }

  private static void addRows(
      double[] a, int p, int al, double[] b, int q, int bl, double[] out, int o, int k, int n) {
    Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++, p += al, q += bl) {
      double x = a[p];
      for (int j = 0; j < n; j++) {
        out[o + j] += x * b[q + j];
      }
    }
  }

  private static double dot(double[] a, int p, int dp, double[] b, int q, int dq, int k) {
    double sum = 0;
    for (int l = 0; l < k; l++, p += dp, q += dq) {
      sum += a[p] * b[q];
    }
    return sum;
  }

  private static void wholes(
      View a,
      int a0,
      int ai,
      int al,
      View b,
      int b0,
      int bl,
      int bj,
      View out,
      int o,
      int m,
      int k,
      int n) {
    var row = new long[k];
    var column = new long[k];
    var sums = new long[n];
    for (int i = 0; i < m; i++) {
      Line.read(a, a0 + i * ai, al, k, row);
      for (int j = 0; j < n; j++) {
        Line.read(b, b0 + j * bj, bl, k, column);
        sums[j] = 0;
        for (int l = 0; l < k; l++) {
          sums[j] += row[l] * column[l];
        }
      }
      Line.write(sums, n, out, o + i * n, 1);
    }
  }
}
