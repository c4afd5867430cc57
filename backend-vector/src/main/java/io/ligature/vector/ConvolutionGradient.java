package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.Conv;
import io.ligature.spi.View;
import java.util.Arrays;

/// The gradient of a convolution, group by group.
///
/// ```text
/// dcolumn[r, o] = sum over m of W[m, r] g[n, m, o]      added to dx where the windows read
/// dW[m, r]      = sum over n, o of g[n, m, o] column[r, n o]
/// db[m]         = sum over n, o of g[n, m, o]
/// ```
///
/// Samples are shared between threads for dx. For dW the windows are cut into chunks, as many as
/// the shapes say and not as there are threads, and the sums of the chunks are added in order.
final class ConvolutionGradient {
  private static final int TILE = FloatMatMul.TILE;
  private static final int ROOM = 1 << 16; // elements of columns at a time
  private static final int PANELS = 4; // tiles of r that a thread has at a time
  private static final int DEPTH = 256; // windows of a product
  private static final int CHUNKS = 16;

  private final Conv op;
  private final Windows windows;
  private final int groups;
  private final View weight;
  private final View g;
  private final float[] above; // g
  private final int aboveAt;
  private final int count; // windows of a sample
  private final int allOutputs;
  private final int outputs; // of a group
  private final int rows; // r of a group

  private ConvolutionGradient(Conv op, View[] in, View g) {
    this.op = op;
    windows = new Windows(op.windows(), in[0]);
    groups = (int) op.groups();
    weight = Heap.rowMajor(in[1]);
    this.g = g;
    above = Heap.floats(g);
    aboveAt = (int) g.layout().offset();
    count = windows.starts.length;
    allOutputs = (int) weight.shape().get(0);
    outputs = allOutputs / groups;
    rows = windows.channels / groups * windows.steps.length;
  }

  /// Operands x, W, perhaps b, then y and g; results for those that are wanted.
  static void run(Team team, Backward op, View[] in, View[] out) {
    var g = Heap.rowMajor(in[op.inputs() + 1]);
    var gradient = new ConvolutionGradient((Conv) op.of(), in, g);
    int next = 0;
    if (op.wants(0)) {
      gradient.operand(team, out[next++]);
    }
    if (op.wants(1)) {
      gradient.weight(team, in[0], out[next++]);
    }
    if (op.inputs() > 2 && op.wants(2)) {
      gradient.bias(team, out[next]);
    }
    Steps.release(gradient.weight, in[1]);
    Steps.release(g, in[op.inputs() + 1]);
  }

  private int above(int sample, int output) {
    return aboveAt + (sample * allOutputs + output) * count;
  }

  // ---- dx

  private void operand(Team team, View dx) {
    var over = DirectConvolutionGradient.mirrored(op.windows(), g);
    if (over != null) {
      var w = Matrix.of(Heap.floats(weight), (int) weight.layout().offset(), allOutputs, rows);
      DirectConvolutionGradient.operand(team, over, g, w, groups, dx);
      return;
    }
    var to = Heap.floats(dx);
    int at = (int) dx.layout().offset();
    int sample = windows.channels * windows.area();
    var steps = new int[groups][];
    Arrays.setAll(steps, group -> windows.steps(groups, group));
    int wide = Math.clamp((long) ROOM / Math.max(1, rows) / TILE * TILE, TILE, count + TILE);
    Reduce.lines(
        team,
        windows.samples,
        rows * groups * count,
        (begin, end) -> {
          try (var columns = Room.of(dx, (long) rows * wide);
              var planes = Room.of(dx, (long) windows.channels * windows.plane)) {
            for (int n = begin; n < end; n++) {
              var x = windows.isPadded() ? planes.array() : to;
              int p = windows.isPadded() ? 0 : at + n * sample;
              Arrays.fill(x, p, p + windows.channels * windows.plane, 0);
              for (int group = 0; group < groups; group++) {
                add(n, group, steps[group], columns.array(), wide, x, p);
              }
              for (int c = 0; windows.isPadded() && c < windows.channels; c++) {
                windows.crop(x, c * windows.plane, to, at + n * sample + c * windows.area());
              }
            }
          }
        });
  }

  private void add(int n, int group, int[] steps, float[] columns, int wide, float[] x, int p) {
    int first = (int) weight.layout().offset() + group * outputs * rows;
    var w = Matrix.of(Heap.floats(weight), first, outputs, rows).transposed();
    for (int o = 0; o < count; o += wide) {
      int end = Math.min(count, o + wide);
      var h = new Matrix(above, above(n, group * outputs) + o, outputs, end - o, count, 1);
      Matrix.of(columns, 0, rows, end - o).setProduct(Team.ALONE, w, h, null);
      Columns.add(columns, end - o, windows.starts, o, end, steps, x, p);
    }
  }

  // ---- dW

  private void weight(Team team, View x, View dw) {
    var to = Heap.floats(dw);
    int at = (int) dw.layout().offset();
    if (DirectConvolutionGradient.suits(windows)) {
      try (var planes = windows.planes(team, x, 0)) {
        for (int group = 0; group < groups; group++) {
          int own = at + group * outputs * rows;
          DirectConvolutionGradient.weight(team, windows, planes, g, groups, group, to, own);
        }
      }
      return;
    }
    int all = windows.samples * count;
    int wide = PANELS * TILE;
    int ranges = (rows + wide - 1) / wide;
    int chunks = Math.clamp(Math.min(CHUNKS / Math.max(1, ranges), all / 1024), 1, CHUNKS);
    int high = (outputs + 11) / 12 * 12;
    int size = high * ranges * wide;
    try (var planes = windows.planes(team, x, 0);
        var sums = Room.of(dw, (long) chunks * size)) {
      for (int group = 0; group < groups; group++) {
        int from = group;
        var steps = windows.steps(groups, group);
        Reduce.lines(
            team,
            chunks * ranges,
            wide * (all / chunks),
            (begin, end) -> {
              for (int part = begin; part < end; part++) {
                int chunk = part / ranges;
                int range = part % ranges;
                int first = (int) ((long) all * chunk / chunks);
                int last = (int) ((long) all * (chunk + 1) / chunks);
                int sum = chunk * size + range * high * wide;
                range(planes, from, steps, range * wide, first, last, sums.array(), sum);
              }
            });
        collect(sums.array(), chunks, size, high, to, at + group * outputs * rows);
      }
    }
  }

  /// Products of some windows for a range of r.
  private void range(
      Windows.Planes x, int group, int[] steps, int r, int first, int last, float[] sums, int at) {
    int wide = PANELS * TILE;
    int width = Math.min(wide, rows - r);
    var places = new int[DEPTH];
    var pack = FloatPack.take();
    try (var panels = Room.of(g, (long) wide * DEPTH + TILE);
        var side = Room.of(g, (long) outputs * DEPTH)) {
      for (int begin = first; begin < last || begin == first; begin += DEPTH) {
        int depth = Math.clamp(last - begin, 0, DEPTH);
        windows.places(x.at, begin, depth, places);
        for (int j = 0; j < width; j += TILE) {
          int n = Math.min(TILE, width - j);
          Columns.transposed(
              x.array, places, depth, steps, r + j, n, panels.array(), j * DEPTH, TILE);
        }
        side(group, begin, depth, side.array());
        pack.rows(side.array(), 0, DEPTH, 1, depth, outputs);
        for (int row = 0; row < outputs; ) {
          int high = FloatMatMul.height(outputs - row);
          for (int j = 0; j < width; j += TILE) {
            int c = at + row * wide + j;
            boolean adds = begin > first;
            FloatTile.run(
                high,
                depth,
                pack.a,
                row * depth,
                panels.array(),
                j * DEPTH,
                TILE,
                adds ? sums : FloatMatMul.ZEROS,
                adds ? c : 0,
                adds ? wide : 0,
                sums,
                c,
                wide);
          }
          row += high;
        }
      }
    }
    pack.give();
  }

  /// Copies what is above some windows, of all samples in a row.
  private void side(int group, int first, int n, float[] to) {
    for (int j = 0; j < n; ) {
      int sample = (first + j) / count;
      int o = (first + j) % count;
      int piece = Math.min(n - j, count - o);
      for (int i = 0; i < outputs; i++) {
        int from = above(sample, group * outputs + i) + o;
        System.arraycopy(above, from, to, i * DEPTH + j, piece);
      }
      j += piece;
    }
  }

  private void collect(float[] sums, int chunks, int size, int high, float[] dw, int at) {
    int wide = PANELS * TILE;
    for (int i = 0; i < outputs; i++) {
      for (int r = 0; r < rows; r += wide) {
        int n = Math.min(wide, rows - r);
        int from = r * high + i * wide; // range after range
        int to = at + i * rows + r;
        System.arraycopy(sums, from, dw, to, n);
        for (int chunk = 1; chunk < chunks; chunk++) {
          FloatSums.add(sums, chunk * size + from, dw, to, n);
        }
      }
    }
  }

  // ---- db

  private void bias(Team team, View db) {
    var to = Heap.floats(db);
    int at = (int) db.layout().offset();
    Reduce.lines(
        team,
        allOutputs,
        windows.samples * count,
        (begin, end) -> {
          for (int output = begin; output < end; output++) {
            double sum = 0;
            for (int n = 0; n < windows.samples; n++) {
              sum += FloatSums.sum(above, above(n, output), count);
            }
            to[at + output] = (float) sum;
          }
        });
  }
}
