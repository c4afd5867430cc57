package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Conv;
import io.ligature.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Convolution as a product of the weight with what the windows read, some windows at a time.
///
/// ```text
/// y[n, m, o] = b[m] + sum over r of W[m, r] column[r, n o]      r counts channels and elements of windows
/// ```
///
/// The weight is packed once. Columns are copied to where tiles read them, those of all samples in
/// a row, so that tiles are full however few windows a sample has.
final class Convolution {
  private static final int TILE = FloatMatMul.TILE;
  private static final int PANELS = 4; // of columns, that stay in the second cache
  private static final int DEPTH = 384; // most of the sum at a time

  private final Windows windows;
  private final Windows.Planes x;
  private final int group;
  private final int[] steps; // to each element that a window reads, of all channels of a group
  private final int outputs; // of a group
  private final int allOutputs;
  private final int count; // windows of a sample
  private final FloatPack[] packs; // of the weight, one for each part of the sum
  private final float[] bias; // a row of a tile for each output, or one of zeros for all
  private final int biasWidth;
  private final View out;
  private final float[] y;
  private final int at;

  private Convolution(
      Windows windows,
      Windows.Planes x,
      int groups,
      int group,
      Matrix w,
      @Nullable View b,
      View y) {
    this.windows = windows;
    this.x = x;
    this.group = group;
    steps = windows.steps(groups, group);
    outputs = w.rows() / groups;
    allOutputs = w.rows();
    count = windows.starts.length;
    var own = w.rows(group * outputs, outputs);
    packs = new FloatPack[Math.max(1, (steps.length + DEPTH - 1) / DEPTH)];
    for (int i = 0; i < packs.length; i++) {
      packs[i] = FloatPack.take();
      packs[i].rows(
          own.array(),
          own.at() + i * DEPTH * own.across(),
          own.down(),
          own.across(),
          depth(i),
          outputs);
    }
    bias = b == null ? new float[TILE] : tiles(b, group * outputs, outputs);
    biasWidth = b == null ? 0 : TILE;
    out = y;
    this.y = Heap.floats(y);
    at = (int) y.layout().offset();
  }

  private int depth(int part) {
    return Math.min(DEPTH, steps.length - part * DEPTH);
  }

  /// {@return a row of a tile for each of `count` values of a bias, and some more}
  static float[] tiles(View b, int from, int count) {
    var values = Heap.rowMajor(b);
    int at = (int) values.layout().offset();
    var tiles = new float[(count + 12) * TILE];
    for (int i = 0; i < count; i++) {
      Arrays.fill(tiles, i * TILE, (i + 1) * TILE, Heap.floats(values)[at + from + i]);
    }
    return tiles;
  }

  static void forward(Team team, Conv op, View[] in, View out) {
    if (out.layout().size() == 0) {
      return;
    }
    var windows = new Windows(op.windows(), in[0]);
    var w = Heap.rowMajor(in[1]);
    int rows = (int) w.shape().get(0);
    var weight =
        Matrix.of(
            Heap.floats(w), (int) w.layout().offset(), rows, (int) (w.layout().size() / rows));
    try (var x = windows.planes(team, in[0], 0)) {
      for (int group = 0; group < op.groups(); group++) {
        var b = in.length > 2 ? in[2] : null;
        int groups = (int) op.groups();
        if (DirectConvolution.suits(windows)) {
          DirectConvolution.run(team, windows, x, groups, group, weight, b, out);
        } else {
          new Convolution(windows, x, groups, group, weight, b, out).run(team);
        }
      }
    }
    Steps.release(w, in[1]);
  }

  private void run(Team team) {
    int columns = windows.samples * count;
    int wide = PANELS * TILE;
    int blocks = (columns + wide - 1) / wide;
    Reduce.lines(
        team,
        blocks,
        wide * steps.length,
        (begin, end) -> {
          var tile = new float[12 * TILE];
          try (var panels = Room.of(out, (long) wide * Math.min(DEPTH, steps.length) + TILE)) {
            for (int block = begin; block < end; block++) {
              int first = block * wide;
              block(first, Math.min(wide, columns - first), panels.array(), tile);
            }
          }
        });
    for (var pack : packs) {
      pack.give();
    }
  }

  /// Some windows, all outputs.
  private void block(int first, int n, float[] panels, float[] tile) {
    var places = new int[TILE];
    for (int part = 0; part < packs.length; part++) {
      int depth = depth(part);
      for (int j = 0; j < n; j += TILE) {
        int wide = Math.min(TILE, n - j);
        windows.places(x.at, first + j, wide, places);
        Columns.rows(x.array, places, wide, steps, part * DEPTH, depth, panels, j * depth, TILE);
      }
      var pack = packs[part];
      for (int row = 0; row < outputs; ) {
        int rows = FloatMatMul.height(outputs - row);
        for (int j = 0; j < n; j += TILE) {
          int wide = Math.min(TILE, n - j);
          tile(pack, part, row, rows, first + j, wide, panels, j * depth, tile);
        }
        row += rows;
      }
    }
  }

  /// A tile, written where it belongs: at once if its columns are of one sample.
  private void tile(
      FloatPack pack,
      int part,
      int row,
      int rows,
      int first,
      int wide,
      float[] panels,
      int from,
      float[] tile) {
    int depth = depth(part);
    int valid = Math.min(rows, outputs - row);
    int c = place(row, first);
    boolean adds = part > 0;
    if (valid == rows && wide == TILE && first % count + TILE <= count) {
      var z = adds ? y : bias;
      int zp = adds ? c : row * biasWidth;
      int zWidth = adds ? count : biasWidth;
      FloatTile.run(
          rows, depth, pack.a, row * depth, panels, from, TILE, z, zp, zWidth, y, c, count);
      return;
    }
    if (adds) {
      pieces(row, valid, first, wide, tile, false);
      FloatTile.run(
          rows, depth, pack.a, row * depth, panels, from, TILE, tile, 0, TILE, tile, 0, TILE);
    } else {
      int zp = row * biasWidth;
      FloatTile.run(
          rows, depth, pack.a, row * depth, panels, from, TILE, bias, zp, biasWidth, tile, 0, TILE);
    }
    pieces(row, valid, first, wide, tile, true);
  }

  private int place(int row, int column) {
    int sample = column / count;
    return at + (sample * allOutputs + group * outputs + row) * count + column % count;
  }

  /// Copies the columns of a tile to or from the samples that they belong to.
  private void pieces(int row, int rows, int first, int wide, float[] tile, boolean out) {
    for (int j = 0; j < wide; ) {
      int n = Math.min(wide - j, count - (first + j) % count);
      for (int i = 0; i < rows; i++) {
        int c = place(row + i, first + j);
        if (out) {
          System.arraycopy(tile, i * TILE + j, y, c, n);
        } else {
          System.arraycopy(y, c, tile, i * TILE + j, n);
        }
      }
      j += n;
    }
  }
}
