package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Window;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gradient of a convolution whose windows begin side by side, without a copy of what they
/// read.
///
/// ```text
/// dx[n, c, p]  = sum over m, k of W[m, c, k] g[n, m, p - k]      a convolution of g, mirrored
/// dW[m, r]     = sum over n, o of g[n, m, o] x[n, starts[o] + steps[r]]
/// ```
///
/// For dW the samples are cut into chunks, as the shapes say and not as there are threads; the sums
/// of the chunks are added in order.
final class DirectConvolutionGradient {
  private static final int LANES = Lanes.FLOAT.length();
  private static final int SIDE = FloatWindowProducts.SIDE;
  private static final int NEAR = 1 << 13; // elements that stay in the first cache
  private static final int MOST_CHUNKS = 64;

  private DirectConvolutionGradient() {}

  // ---- dx

  /// {@return how windows slide over g so that their sums are dx}; null if that is no convolution
  /// of the direct kind
  static @Nullable Windows mirrored(List<Window> windows, View g) {
    var mirrored = new ArrayList<Window>();
    for (var window : windows) {
      long before = window.reach() - 1 - window.before();
      long after = window.reach() - 1 - window.after();
      if (window.stride() != 1 || before < 0 || after < 0) {
        return null;
      }
      mirrored.add(window.padding(before, after));
    }
    var over = new Windows(mirrored, g);
    return DirectConvolution.suits(over) ? over : null;
  }

  static void operand(Team team, Windows over, View g, Matrix weight, int groups, View dx) {
    int size = over.steps.length;
    int outputs = weight.rows() / groups;
    int channels = weight.columns() / size; // of a group
    var mirrored = new float[weight.rows() * weight.columns()];
    for (int group = 0, to = 0; group < groups; group++) {
      for (int c = 0; c < channels; c++) {
        for (int m = 0; m < outputs; m++) {
          int from = weight.at() + ((group * outputs + m) * channels + c + 1) * size;
          for (int k = 1; k <= size; k++) {
            mirrored[to++] = weight.array()[from - k];
          }
        }
      }
    }
    var w = Matrix.of(mirrored, 0, groups * channels, outputs * size);
    try (var planes = over.planes(team, g, 0)) {
      for (int group = 0; group < groups; group++) {
        DirectConvolution.run(team, over, planes, groups, group, w, null, dx);
      }
    }
  }

  // ---- dW

  /// {@return whether runs of windows fill vectors well enough, and registers hold the sums}
  static boolean suits(Windows windows) {
    return Lanes.MANY_REGISTERS && windows.samples > 0 && windows.run >= LANES / 2;
  }

  /// Writes the rows of a group's outputs.
  ///
  /// @param g row-major
  /// @param dw where the group's rows begin
  static void weight(
      Team team,
      Windows windows,
      Windows.Planes x,
      View g,
      int groups,
      int group,
      float[] dw,
      int at) {
    var above = Heap.floats(g);
    int count = windows.starts.length;
    int all = (int) g.shape().get(1);
    int outputs = all / groups;
    var steps = windows.steps(groups, group);
    int near = Math.max(1, NEAR / (SIDE * count + windows.plane));
    int each = Math.max(near, (windows.samples + MOST_CHUNKS - 1) / MOST_CHUNKS);
    int chunks = (windows.samples + each - 1) / each;
    int ranges = (steps.length + SIDE - 1) / SIDE;
    int size = outputs * steps.length;
    int first = (int) g.layout().offset() + group * outputs * count;
    int lastG = above.length - LANES - (outputs - 1) * count;
    int lastX = x.array.length - LANES - steps[steps.length - 1];
    try (var sums = Room.of(g, (long) chunks * size)) {
      Reduce.lines(
          team,
          chunks * ranges,
          each * count * outputs * SIDE,
          (begin, end) -> {
            var pieces = new Pieces(windows, x.at, lastX, first, lastG, all * count, each);
            for (int part = begin; part < end; part++) {
              int chunk = part / ranges;
              int r = part % ranges * SIDE;
              pieces.find(chunk);
              for (int m = 0; m < outputs; m += SIDE) {
                pieces.multiply(above, m, outputs, x.array, steps, r);
                pieces.collect(sums.array(), chunk * size, m, outputs, r, steps.length);
              }
            }
          });
      System.arraycopy(sums.array(), 0, dw, at, size);
      for (int chunk = 1; chunk < chunks; chunk++) {
        FloatSums.add(sums.array(), chunk * size, dw, at, size);
      }
    }
  }

  /// The vectors of neighbouring windows in some samples.
  private static final class Pieces {
    private final Windows windows;
    private final int x;
    private final int g;
    private final int sample; // elements of g
    private final int each; // samples of a chunk
    private final int lastG; // from where a vector of the last output is still inside
    private final int lastX; // and one of the last element
    private final int[] gAt;
    private final int[] xAt;
    private final int[] gs = new int[SIDE];
    private final int[] xs = new int[SIDE];
    private final float[] lanes = new float[SIDE * SIDE * LANES];
    private final double[] totals = new double[SIDE * SIDE];
    private int chunk = -1;
    private int whole; // so many full ones
    private int cut; // ends those that are cut
    private int count; // ends those behind which the arrays end

    Pieces(Windows windows, int x, int lastX, int g, int lastG, int sample, int each) {
      this.windows = windows;
      this.x = x;
      this.lastX = lastX;
      this.g = g;
      this.lastG = lastG;
      this.sample = sample;
      this.each = each;
      int lines = windows.starts.length / windows.run * each;
      int most = lines * ((windows.run + LANES - 1) / LANES);
      gAt = new int[most];
      xAt = new int[most];
    }

    /// Finds those of a chunk: the full ones first.
    void find(int wanted) {
      if (chunk == wanted) {
        return;
      }
      chunk = wanted;
      int full = windows.run / LANES * LANES;
      count = 0;
      for (int j = 0; j < full; j += LANES) {
        lines(j);
      }
      whole = count;
      if (full < windows.run) {
        lines(full);
      }
      cut = count;
      while (cut > whole && (gAt[cut - 1] > lastG || xAt[cut - 1] > lastX)) {
        cut--;
      }
    }

    private void lines(int j) {
      int end = Math.min((chunk + 1) * each, windows.samples);
      for (int n = chunk * each; n < end; n++) {
        for (int o = 0; o < windows.starts.length; o += windows.run) {
          gAt[count] = g + n * sample + o + j;
          xAt[count++] = x + n * windows.channels * windows.plane + windows.starts[o] + j;
        }
      }
    }

    /// Outputs from `m` with elements from `r`; behind the last ones those again.
    void multiply(float[] above, int m, int outputs, float[] array, int[] steps, int r) {
      for (int i = 0; i < SIDE; i++) {
        gs[i] = Math.min(m + i, outputs - 1) * windows.starts.length;
        xs[i] = steps[Math.min(r + i, steps.length - 1)];
      }
      Arrays.fill(totals, 0);
      if (whole > 0) {
        FloatWindowProducts.whole(above, gAt, gs, array, xAt, xs, 0, whole, lanes);
        add();
      }
      if (whole < cut) {
        int n = windows.run % LANES;
        FloatWindowProducts.cut(above, gAt, gs, array, xAt, xs, whole, cut, n, lanes);
        add();
      }
      for (int t = cut; t < count; t++) {
        one(above, gAt[t], array, xAt[t]);
      }
    }

    /// The windows of a piece one by one.
    private void one(float[] above, int p, float[] array, int q) {
      for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
          for (int lane = 0; lane < windows.run % LANES; lane++) {
            totals[SIDE * i + j] += (double) above[p + gs[i] + lane] * array[q + xs[j] + lane];
          }
        }
      }
    }

    private void add() {
      for (int lane = 0; lane < LANES; lane++) {
        for (int i = 0; i < totals.length; i++) {
          totals[i] += lanes[i * LANES + lane];
        }
      }
    }

    void collect(float[] sums, int at, int m, int outputs, int r, int width) {
      for (int i = 0; i < Math.min(SIDE, outputs - m); i++) {
        for (int j = 0; j < Math.min(SIDE, width - r); j++) {
          sums[at + (m + i) * width + r + j] = (float) totals[SIDE * i + j];
        }
      }
    }
  }
}
