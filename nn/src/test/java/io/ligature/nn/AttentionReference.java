package io.ligature.nn;

import io.ligature.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Multi-head attention of one sequence in plain loops, from the formula of the paper.
final class AttentionReference {
  private final Map<String, double[]> parameters = new HashMap<>();
  private final int heads;
  private final int groups;
  private final int width;

  /// How much each query looked at each key: `[head][query][key]`.
  double[][][] weights;

  AttentionReference(Block block, String prefix, int width, int heads, int groups) {
    block
        .parameters()
        .forEach(
            (name, p) -> {
              if (name.startsWith(prefix)) {
                parameters.put(name.substring(prefix.length()), p.data().toDoubleArray());
              }
            });
    this.width = width;
    this.heads = heads;
    this.groups = groups;
  }

  /// What is added to a score before the softmax; -∞ hides.
  interface Added {
    double at(int head, int query, int key);
  }

  double[][] run(double[][] q, double[][] k, double[][] v, Added added) {
    int d = width / heads;
    var projectedQ = project(q, "q", 0, width);
    var projectedK = project(k, "k", width, groups * d);
    var projectedV = project(v, "v", width + groups * d, groups * d);
    var joined = new double[q.length][width];
    weights = new double[heads][q.length][k.length];
    for (int head = 0; head < heads; head++) {
      int group = head / (heads / groups);
      for (int i = 0; i < q.length; i++) {
        var p = weights[head][i];
        for (int j = 0; j < k.length; j++) {
          double score = 0;
          for (int c = 0; c < d; c++) {
            score += projectedQ[i][head * d + c] * projectedK[j][group * d + c];
          }
          p[j] = Math.exp(score / Math.sqrt(d) + added.at(head, i, j));
        }
        double total = Arrays.stream(p).sum();
        for (int j = 0; j < k.length; j++) {
          p[j] = total == 0 ? 0 : p[j] / total;
          for (int c = 0; c < d; c++) {
            joined[i][head * d + c] += p[j] * projectedV[j][group * d + c];
          }
        }
      }
    }
    return affine(
        joined, parameters.get("out_proj.weight"), 0, parameters.get("out_proj.bias"), 0, width);
  }

  /// @param first the row of the projection among all rows
  private double[][] project(double[][] x, String which, int first, int rows) {
    var one = parameters.get("in_proj_weight");
    var bias = parameters.get("in_proj_bias");
    return one == null
        ? affine(x, parameters.get(which + "_proj_weight"), 0, bias, first, rows)
        : affine(x, one, first, bias, first, rows);
  }

  static double[][] affine(
      double[][] x, double[] w, int firstRow, double[] b, int firstBias, int rows) {
    var y = new double[x.length][rows];
    for (int t = 0; t < x.length; t++) {
      int in = x[t].length;
      for (int row = 0; row < rows; row++) {
        y[t][row] = b == null ? 0 : b[firstBias + row];
        for (int i = 0; i < in; i++) {
          y[t][row] += w[(firstRow + row) * in + i] * x[t][i];
        }
      }
    }
    return y;
  }

  /// {@return the rows of a matrix}
  static double[][] rows(Tensor x) {
    var rows = new double[(int) x.shape().get(0)][];
    Arrays.setAll(rows, i -> x.get(i).toDoubleArray());
    return rows;
  }

  static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
