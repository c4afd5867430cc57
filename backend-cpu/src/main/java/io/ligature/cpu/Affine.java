package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Backward;
import io.ligature.op.Linear;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.Scalars;
import io.ligature.spi.View;
import java.util.Arrays;

/// The affine map of the last axis with its activation, and its gradient.
///
/// ```text
/// y = f(x Wᵀ + b)
/// h = g f'(y)      dx = h W      dW = hᵀ x      db = sum over rows of h
/// ```
final class Affine {
  private Affine() {}

  static void forward(Linear op, View[] in, View out) {
    var x = rows(in[0]);
    var y = rows(out);
    MatMul.run(x, in[1].with(in[1].layout().permute(1, 0)), y);
    int n = (int) y.shape().get(1);
    int m = n == 0 ? 0 : (int) (y.layout().size() / n);
    var values = Heap.floats(y);
    int at = (int) y.layout().offset();
    if (in.length > 2) {
      var b = Heap.floats(in[2]);
      int from = (int) in[2].layout().offset();
      int step = (int) in[2].layout().stride(0);
      for (int i = 0, p = at; i < m; i++) {
        for (int j = 0, q = from; j < n; j++, p++, q += step) {
          values[p] += b[q];
        }
      }
    }
    activate(op.activation(), values, at, m * n);
  }

  private static void activate(Linear.Activation f, float[] y, int from, int count) {
    switch (f) {
      case NONE -> {}
      case RELU -> {
        for (int i = from; i < from + count; i++) {
          y[i] = Math.max(y[i], 0);
        }
      }
      case SIGMOID -> {
        for (int i = from; i < from + count; i++) {
          y[i] = (float) Scalars.sigmoid(y[i]);
        }
      }
      case TANH -> {
        for (int i = from; i < from + count; i++) {
          y[i] = (float) Math.tanh(y[i]);
        }
      }
    }
  }

  /// Operands x, W, perhaps b, then y and g; results for those that are wanted.
  static void backward(Backward op, View[] in, View[] out) {
    var f = ((Linear) op.of()).activation();
    var x = rows(in[0]);
    var w = in[1];
    var h = rows(slope(f, in[op.inputs()], in[op.inputs() + 1]));
    int next = 0;
    if (op.wants(0)) {
      MatMul.run(h, w, rows(out[next++]));
    }
    if (op.wants(1)) {
      MatMul.run(h.with(h.layout().permute(1, 0)), x, out[next++]);
    }
    if (op.inputs() > 2 && op.wants(2)) {
      sumRows(h, out[next]);
    }
  }

  /// g f'(y), which the result of each of these activations determines.
  private static View slope(Linear.Activation f, View y, View g) {
    if (f == Linear.Activation.NONE) {
      return g;
    }
    var values = Heap.floats(y);
    int p = (int) y.layout().offset(); // a result is contiguous
    var gradients = Heap.rowMajor(g);
    var from = Heap.floats(gradients);
    int q = (int) gradients.layout().offset();
    var h = new float[(int) g.layout().size()];
    switch (f) {
      case NONE -> throw new AssertionError(); // above
      case RELU -> {
        for (int i = 0; i < h.length; i++) {
          h[i] = values[p + i] <= 0 ? 0 : from[q + i];
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < h.length; i++) {
          float v = values[p + i];
          h[i] = from[q + i] * (v - v * v);
        }
      }
      case TANH -> {
        for (int i = 0; i < h.length; i++) {
          float v = values[p + i];
          h[i] = from[q + i] * (1 - v * v);
        }
      }
    }
    var storage = new HeapStorage(g.storage().device(), DType.FLOAT32, h.length, h);
    return new View(storage, Layout.rowMajor(g.shape()));
  }

  private static void sumRows(View h, View out) {
    int m = (int) h.shape().get(0);
    int n = (int) h.shape().get(1);
    var from = Heap.floats(h);
    int at = (int) h.layout().offset();
    int down = (int) h.layout().stride(0);
    int across = (int) h.layout().stride(1);
    var to = Heap.floats(out);
    int o = (int) out.layout().offset();
    if (m <= 0) {
      Arrays.fill(to, o, o + n, 0);
    }
    for (int j = 0; j < n && m > 0; j++) {
      double sum = 0;
      for (int i = 0, p = at + j * across; i < m; i++, p += down) {
        sum += from[p];
      }
      to[o + j] = (float) sum;
    }
  }

  /// {@return the view as a matrix of rows along its last axis, copied if its strides allow none}
  private static View rows(View x) {
    int rank = x.layout().rank();
    if (rank == 2) {
      return x;
    }
    long n = x.shape().get(-1);
    var matrix = Shape.of(n == 0 ? x.shape().with(-1, 1).size() : x.layout().size() / n, n);
    var layout = x.layout().reshape(matrix);
    if (layout == null) {
      var copy = Heap.rowMajor(x);
      return copy.with(Layout.rowMajor(matrix));
    }
    return x.with(layout);
  }
}
