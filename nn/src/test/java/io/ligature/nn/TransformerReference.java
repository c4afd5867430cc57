package io.ligature.nn;

import java.util.function.UnaryOperator;

/// Transformer layers on one sequence in plain loops, from the formulas of the papers.
final class TransformerReference {
  private final Block layer;
  private final TransformerOptions options;
  private final int width;
  private final int heads;

  TransformerReference(Block layer, TransformerOptions options, int width, int heads) {
    this.layer = layer;
    this.options = options;
    this.width = width;
    this.heads = heads;
  }

  double[][] encode(double[][] x, boolean causal) {
    var h = add(x, "norm1", in -> attend("self_attn.", in, in, causal));
    return add(h, "norm2", this::feedForward);
  }

  double[][] decode(double[][] x, double[][] memory) {
    var h = add(x, "norm1", in -> attend("self_attn.", in, in, true));
    var i = add(h, "norm2", in -> attend("multihead_attn.", in, memory, false));
    return add(i, "norm3", this::feedForward);
  }

  private double[][] attend(String prefix, double[][] q, double[][] k, boolean causal) {
    int groups = options.groups() == 0 ? heads : (int) options.groups();
    return new AttentionReference(layer, prefix, width, heads, groups)
        .run(q, k, k, (_, i, j) -> causal && j > i ? Double.NEGATIVE_INFINITY : 0);
  }

  private double[][] feedForward(double[][] x) {
    int inner = (int) options.feedForward();
    var z =
        AttentionReference.affine(x, value("linear1.weight"), 0, value("linear1.bias"), 0, inner);
    for (var row : z) {
      for (int i = 0; i < inner; i++) {
        row[i] = options.activation().get() instanceof ReLU ? Math.max(row[i], 0) : gelu(row[i]);
      }
    }
    return AttentionReference.affine(
        z, value("linear2.weight"), 0, value("linear2.bias"), 0, width);
  }

  /// x Φ(x), the normal distribution by Simpson's rule from 0.
  private static double gelu(double x) {
    int parts = 2000;
    double step = x / parts;
    double sum = 0;
    for (int i = 0; i <= parts; i++) {
      double t = i * step;
      sum += (i == 0 || i == parts ? 1 : i % 2 == 1 ? 4 : 2) * Math.exp(-t * t / 2);
    }
    return x * (0.5 + sum * step / 3 / Math.sqrt(2 * Math.PI));
  }

  private double[][] add(double[][] x, String norm, UnaryOperator<double[][]> part) {
    var y = part.apply(options.normFirst() ? normalised(x, norm) : x);
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < width; i++) {
        y[t][i] += x[t][i];
      }
    }
    return options.normFirst() ? y : normalised(y, norm);
  }

  private double[][] normalised(double[][] x, String name) {
    var w = value(name + ".weight");
    var b = value(name + ".bias");
    var y = new double[x.length][width];
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      double variance = 0;
      for (double v : x[t]) {
        mean += v / width;
      }
      for (double v : x[t]) {
        variance += (v - mean) * (v - mean) / width;
      }
      for (int i = 0; i < width; i++) {
        y[t][i] =
            (x[t][i] - mean) / Math.sqrt(variance + options.eps()) * w[i] + (b == null ? 0 : b[i]);
      }
    }
    return y;
  }

  private double[] value(String name) {
    return layer.parameters().names().contains(name)
        ? layer.parameter(name).data().toDoubleArray()
        : null;
  }
}
