package io.ligature.nn;

import io.ligature.Tensor;
import java.util.HashMap;
import java.util.Map;

/// Recurrent nets in plain loops, from the formulas of PyTorch's documentation.
final class RecurrentReference {
  private final Map<String, double[]> parameters = new HashMap<>();
  private final String kind; // tanh, relu, LSTM, GRU
  private final int hidden;

  RecurrentReference(Block block, String kind, int hidden) {
    block.parameters().forEach((name, p) -> parameters.put(name, p.data().toDoubleArray()));
    this.kind = kind;
    this.hidden = hidden;
  }

  /// h and c after the last step of the cell that was run last.
  double[] h;

  double[] c;

  /// The outputs of all steps, a sequence of one: `x[step][feature]`.
  double[][] run(double[][] x, String suffix, boolean backwards, double[] h0, double[] c0) {
    h = h0.clone();
    c = c0.clone();
    var outputs = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      int t = backwards ? x.length - 1 - i : i;
      step(x[t], suffix);
      outputs[t] = h.clone();
    }
    return outputs;
  }

  void step(double[] x, String suffix) {
    var before = h.clone();
    for (int unit = 0; unit < hidden; unit++) {
      switch (kind) {
        case "tanh" -> h[unit] = Math.tanh(both(0, unit, x, before, suffix));
        case "relu" -> h[unit] = Math.max(both(0, unit, x, before, suffix), 0);
        case "LSTM" -> {
          double i = sigmoid(both(0, unit, x, before, suffix));
          double f = sigmoid(both(1, unit, x, before, suffix));
          double g = Math.tanh(both(2, unit, x, before, suffix));
          double o = sigmoid(both(3, unit, x, before, suffix));
          c[unit] = f * c[unit] + i * g;
          h[unit] = o * Math.tanh(c[unit]);
        }
        case "GRU" -> {
          double r = sigmoid(both(0, unit, x, before, suffix));
          double z = sigmoid(both(1, unit, x, before, suffix));
          double n =
              Math.tanh(part("ih", 2, unit, x, suffix) + r * part("hh", 2, unit, before, suffix));
          h[unit] = (1 - z) * n + z * before[unit];
        }
        default -> throw new IllegalArgumentException(kind);
      }
    }
  }

  private double both(int gate, int unit, double[] x, double[] before, String suffix) {
    return part("ih", gate, unit, x, suffix) + part("hh", gate, unit, before, suffix);
  }

  private double part(String of, int gate, int unit, double[] values, String suffix) {
    long row = (long) gate * hidden + unit;
    var weights = parameters.get("weight_" + of + suffix);
    var bias = parameters.get("bias_" + of + suffix);
    double sum = bias == null ? 0 : bias[(int) row];
    for (int i = 0; i < values.length; i++) {
      sum += weights[(int) row * values.length + i] * values[i];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /// {@return the features of one sequence of a batch: `x (steps, batch, features)`}
  static double[][] sequence(Tensor x, long batch) {
    var rows = new double[(int) x.shape().get(0)][];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = x.get(t, batch).toDoubleArray();
    }
    return rows;
  }

  /// {@return two outputs side by side at each step}
  static double[][] beside(double[][] a, double[][] b) {
    var both = new double[a.length][];
    for (int t = 0; t < a.length; t++) {
      both[t] = new double[a[t].length + b[t].length];
      System.arraycopy(a[t], 0, both[t], 0, a[t].length);
      System.arraycopy(b[t], 0, both[t], a[t].length, b[t].length);
    }
    return both;
  }
}
