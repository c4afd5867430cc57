package io.ligature.vector;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// Copies of parts of two matrices in the order in which tiles read them.
///
/// The arrays are used again and again, by one product at a time.
final class FloatPack {
  private static final int LANES = Lanes.FLOAT.length();
  private static final AtomicReferenceArray<@Nullable FloatPack> FREE =
      new AtomicReferenceArray<>(16);

  /// Rows of a, `rows` elements for each place of the sum.
  float[] a = {};

  /// Columns of b, a panel of two vectors after another.
  float[] b = {};

  /// Where in `b` the panels begin: where elements of an array that begins a cache line begin one
  /// too, behind 16 bytes of header.
  final int bAt = 12;

  /// A tile that is not wholly inside the result.
  final float[] tile = new float[12 * 2 * LANES];

  private FloatPack() {}

  static FloatPack take() {
    for (int i = 0; i < FREE.length(); i++) {
      var pack = FREE.getAndSet(i, null);
      if (pack != null) {
        return pack;
      }
    }
    return new FloatPack();
  }

  void give() {
    for (int i = 0; i < FREE.length(); i++) {
      if (FREE.compareAndSet(i, null, this)) {
        return;
      }
    }
  }

  /// Packs `valid` rows from `at`, and zeros for the others.
  void rows(float[] from, int at, int ai, int al, int depth, int valid, int rows) {
    if (a.length < rows * depth) {
      a = new float[rows * depth];
    }
    var to = a;
    if (valid < rows) {
      Arrays.fill(to, 0, rows * depth, 0);
    }
    for (int i = 0; i < valid; i++) {
      int p = at + i * ai;
      for (int l = 0; l < depth; l++) {
        to[l * rows + i] = from[p + l * al];
      }
    }
  }

  /// Packs columns from `at`, and zeros behind the last; or, if all others can be read where they
  /// lie, only those that do not fill two vectors.
  void columns(float[] from, int at, int bl, int bj, int depth, int columns, boolean onlyLast) {
    int wide = 2 * LANES;
    int panels = (columns + wide - 1) / wide;
    int first = onlyLast ? columns / wide : 0;
    int needed = bAt + (panels - first) * wide * depth;
    if (b.length < needed) {
      b = new float[needed];
    }
    for (int panel = first; panel < panels; panel++) {
      int to = bAt + (panel - first) * wide * depth;
      int column = panel * wide;
      int width = Math.min(wide, columns - column);
      panel(from, at + column * bj, bl, bj, depth, width, to);
    }
  }

  private void panel(float[] from, int at, int bl, int bj, int depth, int width, int to) {
    int wide = 2 * LANES;
    if (bj == 1 && width == wide) {
      for (int l = 0; l < depth; l++) {
        int p = at + l * bl;
        int q = to + l * wide;
        FloatVector.fromArray(Lanes.FLOAT, from, p).intoArray(b, q);
        FloatVector.fromArray(Lanes.FLOAT, from, p + LANES).intoArray(b, q + LANES);
      }
      return;
    }
    if (width < wide) {
      Arrays.fill(b, to, to + wide * depth, 0);
    }
    for (int j = 0; j < width; j++) {
      int p = at + j * bj;
      for (int l = 0; l < depth; l++) {
        b[to + l * wide + j] = from[p + l * bl];
      }
    }
  }

  /// Writes the part of the tile that is inside the result.
  void put(int rows, int columns, float[] c, int at, int width, boolean adds) {
    for (int i = 0; i < rows; i++) {
      int p = i * 2 * LANES;
      int q = at + i * width;
      for (int j = 0; j < columns; j++) {
        c[q + j] = adds ? c[q + j] + tile[p + j] : tile[p + j];
      }
    }
  }
}
