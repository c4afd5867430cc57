package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.spi.View;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// Convolution by windows that begin side by side, without a copy of what they read.
///
/// ```text
/// y[n, m, q] = b[m] + sum over r of W[m, r] x[n, q + steps[r]]      q a place in a plane
/// ```
///
/// Rows of a plane lie one behind the other, so neighbouring places are the columns of a tile
/// whether a window begins there or not. What belongs to no window, behind every row, is computed
/// as well and left behind.
final class DirectConvolution {
  private static final int TILE = FloatMatMul.TILE;
  private static final int LANES = Lanes.FLOAT.length();
  private static final int BLOCK = 16 * TILE; // places whose sums stay in the first cache
  private static final int ROWS = Lanes.MANY_REGISTERS ? 8 : 4; // of a tile

  private final Windows windows;
  private final Windows.Planes x;
  private final int[] steps;
  private final FloatPack pack; // of the weight
  private final int outputs; // of the group
  private final float[] bias; // a row of a tile for each output, or one of zeros for all
  private final int biasWidth;
  private final View out;
  private final float[] y;
  private final int at; // of the group's first output
  private final int sample; // elements of y

  private DirectConvolution(
      Windows windows,
      Windows.Planes x,
      int groups,
      int group,
      Matrix w,
      @Nullable View b,
      View y) {
    this.windows = windows;
    this.x = x;
    steps = windows.steps(groups, group);
    outputs = w.rows() / groups;
    var own = w.rows(group * outputs, outputs);
    pack = FloatPack.take();
    pack.rows(own.array(), own.at(), own.down(), own.across(), steps.length, outputs);
    bias = b == null ? FloatMatMul.ZEROS : Convolution.tiles(b, group * outputs, outputs);
    biasWidth = b == null ? 0 : TILE;
    out = y;
    this.y = Heap.floats(y);
    int count = windows.starts.length;
    at = (int) y.layout().offset() + group * outputs * count;
    sample = w.rows() * count;
  }

  /// {@return whether windows begin side by side, and enough places begin one}
  static boolean suits(Windows windows) {
    int count = windows.starts.length;
    return windows.samples > 0
        && count > 0
        && windows.run > 1
        && windows.span() >= TILE
        && 5L * count >= 2L * windows.span();
  }

  /// Computes the outputs of a group.
  static void run(
      Team team,
      Windows windows,
      Windows.Planes x,
      int groups,
      int group,
      Matrix w,
      @Nullable View b,
      View y) {
    var convolution = new DirectConvolution(windows, x, groups, group, w, b, y);
    int blocks = (windows.span() + BLOCK - 1) / BLOCK;
    int high = (convolution.outputs + ROWS - 1) / ROWS * ROWS;
    Reduce.lines(
        team,
        windows.samples * blocks,
        Math.min(BLOCK, windows.span()) * convolution.steps.length,
        (begin, end) -> {
          try (var room = Room.of(convolution.out, (long) high * BLOCK)) {
            for (int i = begin; i < end; i++) {
              convolution.block(i / blocks, i % blocks * BLOCK, room.array());
            }
          }
        });
    convolution.pack.give();
  }

  /// Places of a sample from `from`. The last tile of a sample ends with it, and so may begin
  /// before the block.
  private void block(int n, int from, float[] sums) {
    int end = Math.min(from + BLOCK, windows.span());
    int first = Math.min(from, windows.span() - TILE);
    int p = x.at + n * windows.channels * windows.plane;
    for (int row = 0; row < outputs; row += ROWS) {
      int rows = Math.min(ROWS, outputs - row);
      int b = row * biasWidth;
      int a = row * steps.length;
      int j = rows == 1 ? lines(a, p, bias[b], first, end, sums, row * BLOCK - first) : first;
      for (; j < end; j += TILE) {
        int q = Math.min(j, end - TILE);
        int c = row * BLOCK + q - first;
        FloatWindowTile.run(
            rows,
            steps.length,
            pack.a,
            a,
            x.array,
            p + q,
            steps,
            bias,
            b,
            biasWidth,
            sums,
            c,
            BLOCK);
      }
    }
    for (int row = 0; row < outputs; row++) {
      collect(sums, row * BLOCK - first, from, end, at + n * sample + row * windows.starts.length);
    }
  }

  /// Computes places of one output, many at a time.
  ///
  /// @return the place behind them
  private int lines(int a, int p, float b, int from, int end, float[] sums, int c) {
    int j = from;
    for (; j + FloatWindowLine.WIDTH <= end; j += FloatWindowLine.WIDTH) {
      FloatWindowLine.run(steps.length, pack.a, a, x.array, p + j, steps, b, sums, c + j);
    }
    return j;
  }

  /// Copies the sums of places `from` to `end - 1` where windows begin.
  private void collect(float[] sums, int p, int from, int end, int q) {
    var starts = windows.starts;
    int first = windows.line(from) * windows.run;
    int behind = windows.line(end - 1) * windows.run; // the run that reaches the end, or none
    int inside = behind < starts.length ? Math.max(0, end - starts[behind]) : 0;
    int stop = q + behind + inside;
    for (int o = first; o < starts.length && starts[o] < end; o += windows.run) {
      int begin = Math.max(starts[o], from);
      int n = Math.min(starts[o] + windows.run, end) - begin;
      int to = q + o + begin - starts[o];
      if (to + n + LANES > stop) {
        System.arraycopy(sums, p + begin, y, to, n);
      } else {
        for (int j = 0; j < n; j += LANES) { // what is written behind is written over by the next
          FloatVector.fromArray(Lanes.FLOAT, sums, p + begin + j).intoArray(y, to + j);
        }
      }
    }
  }
}
