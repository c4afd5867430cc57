package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Window;

/// Convolutions as one sum after the other: the formula, and nothing else.
final class Sums {
  private Sums() {}

  /// Where an element is written or read.
  interface Term {
    void at(int n, int m, int c, int[] o, int[] k, int[] i);
  }

  /// Goes through all terms of a convolution along two axes; those on the padding are left out.
  ///
  /// @param extents of the operand of the convolution, or of the result of a transposed one
  /// @param counts of the other
  static void each(
      int samples,
      int outputs,
      int channels,
      int groups,
      Window[] windows,
      int[] extents,
      int[] counts,
      Term term) {
    for (int n = 0; n < samples; n++) {
      for (int m = 0; m < outputs; m++) {
        int group = m / (outputs / groups);
        for (int c = 0; c < channels / groups; c++) {
          for (int o = 0; o < counts[0]; o++) {
            for (int p = 0; p < counts[1]; p++) {
              for (int k = 0; k < windows[0].size(); k++) {
                for (int l = 0; l < windows[1].size(); l++) {
                  int i = place(windows[0], o, k);
                  int j = place(windows[1], p, l);
                  if (i >= 0 && i < extents[0] && j >= 0 && j < extents[1]) {
                    term.at(
                        n,
                        m,
                        group * channels / groups + c,
                        new int[] {o, p},
                        new int[] {k, l},
                        new int[] {i, j});
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  private static int place(Window window, int o, int k) {
    return (int) (o * window.stride() - window.before() + k * window.dilation());
  }

  /// {@return the convolution of x (N, C, H, W) by w (out, C / groups, kH, kW), with b (out)}
  static double[] convolution(Tensor x, Tensor w, Tensor b, Window[] windows, int groups) {
    var counts = new int[2];
    for (int axis = 0; axis < 2; axis++) {
      counts[axis] = (int) windows[axis].count(x.shape().get(axis + 2));
    }
    int samples = extent(x, 0);
    int outputs = extent(w, 0);
    int channels = extent(x, 1);
    var result = Shape.of(samples, outputs, counts[0], counts[1]);
    var y = biased(result, b);
    var values = x.toDoubleArray();
    var weights = w.toDoubleArray();
    each(
        samples,
        outputs,
        channels,
        groups,
        windows,
        new int[] {extent(x, 2), extent(x, 3)},
        counts,
        (n, m, c, o, k, i) ->
            y[at(result, n, m, o[0], o[1])] +=
                weights[at(w.shape(), m, c % (channels / groups), k[0], k[1])]
                    * values[at(x.shape(), n, c, i[0], i[1])]);
    return y;
  }

  /// {@return the transposed convolution of x (N, C, H, W) by w (C, out / groups, kH, kW), with b
  /// (out)}
  static double[] transposed(
      Tensor x, Tensor w, Tensor b, Window[] windows, int groups, int... extents) {
    int samples = extent(x, 0);
    int outputs = extent(w, 1) * groups;
    var result = Shape.of(samples, outputs, extents[0], extents[1]);
    var y = biased(result, b);
    var values = x.toDoubleArray();
    var weights = w.toDoubleArray();
    each(
        samples,
        outputs,
        extent(x, 1),
        groups,
        windows,
        extents,
        new int[] {extent(x, 2), extent(x, 3)},
        (n, m, c, o, k, i) ->
            y[at(result, n, m, i[0], i[1])] +=
                weights[at(w.shape(), c, m % (outputs / groups), k[0], k[1])]
                    * values[at(x.shape(), n, c, o[0], o[1])]);
    return y;
  }

  private static double[] biased(Shape result, Tensor b) {
    return b.reshape(1, b.size(), 1, 1).expand(result).toDoubleArray();
  }

  private static int extent(Tensor x, int axis) {
    return (int) x.shape().get(axis);
  }

  static int at(Shape shape, int... index) {
    long at = 0;
    for (int axis = 0; axis < index.length; axis++) {
      at = at * shape.get(axis) + index[axis];
    }
    return (int) at;
  }
}
