package io.ligature.opencl;

import io.ligature.op.Backward;
import io.ligature.op.Linear;
import io.ligature.op.Linear.Activation;
import io.ligature.op.Op;
import io.ligature.spi.View;

/// The affine map of the last axis with its activation, and its gradient.
///
/// ```text
/// y = f(x Wᵀ + b)
/// h = g f'(y)      dx = h W      dW = hᵀ x      db = sum over rows of h
/// ```
///
/// Forward is one launch. Backward is one for each result, and one for `h` if there is an
/// activation.
final class Affine {
  private Affine() {}

  static void forward(OpenClDevice device, Linear op, View[] in, View out) {
    if (out.layout().size() == 0) {
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var bias = in.length > 2 ? in[2] : null;
      MatMul.run(
          device,
          rows(temporaries, in[0]),
          t(in[1]),
          bias,
          op.activation(),
          rows(temporaries, out));
    }
  }

  /// Operands x, W, perhaps b, then y and g; results for those that are wanted.
  static void backward(OpenClDevice device, Backward op, View[] in, View[] out) {
    try (var temporaries = new Temporaries(device)) {
      var x = rows(temporaries, in[0]);
      var f = ((Linear) op.of()).activation();
      var h =
          rows(temporaries, slope(temporaries, device, f, in[op.inputs()], in[op.inputs() + 1]));
      int next = 0;
      if (op.wants(0)) {
        MatMul.run(device, h, in[1], rows(temporaries, out[next++]));
      }
      if (op.wants(1)) {
        MatMul.run(device, t(h), x, out[next++]);
      }
      if (op.inputs() > 2 && op.wants(2) && out[next].layout().size() > 0) {
        long width = out[next].shape().get(0);
        var row = temporaries.reshape(out[next], 1, width);
        Reduce.run(device, Op.Reduction.SUM, new int[] {0}, h, row);
      }
    }
  }

  /// {@return g f'(y), which the result of each of these activations determines}
  private static View slope(
      Temporaries temporaries, OpenClDevice device, Activation f, View y, View g) {
    if (f == Activation.NONE || g.layout().size() == 0) {
      return g;
    }
    var h = temporaries.of(g, g.shape().toArray());
    Activations.slope(device, slope(f), y, g, h);
    return h;
  }

  private static String slope(Activation f) {
    return switch (f) {
      case RELU -> "relu_slope";
      case SIGMOID -> "sigmoid_slope";
      case TANH -> "tanh_slope";
      case NONE -> throw new IllegalStateException("the slope of nothing");
    };
  }

  private static View t(View x) {
    return x.with(x.layout().permute(1, 0));
  }

  /// {@return the view as a matrix of rows along its last axis}
  private static View rows(Temporaries temporaries, View x) {
    long n = x.shape().get(-1);
    long m = n == 0 ? x.shape().with(-1, 1).size() : x.layout().size() / n;
    return x.layout().rank() == 2 ? x : temporaries.reshape(x, m, n);
  }
}
