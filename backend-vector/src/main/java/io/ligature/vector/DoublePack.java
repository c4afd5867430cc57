package io.ligature.vector;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import jdk.incubator.vector.DoubleVector;
import org.jspecify.annotations.Nullable;

/// Copies of parts of two matrices in the order in which tiles read them.
///
/// The arrays are used again and again, by one product at a time.
final class DoublePack {
  private static final int LANES = DoubleLanes.SPECIES.length();
  private static final int WIDE = 2 * LANES;
  private static final AtomicReferenceArray<@Nullable DoublePack> FREE =
      new AtomicReferenceArray<>(16);

  /// Rows of a in fours, four elements for each place of the sum.
  double[] a = {};

  /// Columns of b, a panel of two vectors after another.
  double[] b = {};

  /// A tile that is not wholly inside the result.
  final double[] tile = new double[12 * WIDE];

  private final double[] scratch = new double[LANES * LANES];

  private DoublePack() {}

  static DoublePack take() {
    for (int i = 0; i < FREE.length(); i++) {
      if (FREE.getPlain(i) != null) {
        var pack = FREE.getAndSet(i, null);
        if (pack != null) {
          return pack;
        }
      }
    }
    return new DoublePack();
  }

  void give() {
    for (int i = 0; i < FREE.length(); i++) {
      if (FREE.compareAndSet(i, null, this)) {
        return;
      }
    }
  }

  /// Packs `count` rows from `at`, and zeros for those that are missing to a multiple of four.
  void rows(double[] from, int at, int ai, int al, int depth, int count) {
    int fours = (count + 3) / 4;
    if (a.length < 4 * fours * depth) {
      a = new double[4 * fours * depth];
    }
    int whole = count / 4;
    if (al == 1) {
      for (int i = 0; i < whole; i++) {
        DoubleTranspose.four(from, at + 4 * i * ai, ai, depth, a, 4 * i * depth);
      }
    } else if (ai == 1) {
      sideBySide(from, at, al, depth, whole);
    } else {
      for (int i = 0; i < whole; i++) {
        some(from, at + 4 * i * ai, ai, al, depth, 4, 4 * i * depth);
      }
    }
    if (whole < fours) {
      Arrays.fill(a, 4 * whole * depth, 4 * fours * depth, 0);
      some(from, at + 4 * whole * ai, ai, al, depth, count - 4 * whole, 4 * whole * depth);
    }
  }

  /// Rows that are columns in memory: all of a cache line is read at once. No more, because what is
  /// written may lie at distances that share few places of the first cache.
  private void sideBySide(double[] from, int at, int al, int depth, int fours) {
    var to = a;
    for (int begin = 0; begin < fours; begin += 2) {
      int count = Math.min(2, fours - begin);
      for (int l = 0; l < depth; l++) {
        int p = at + l * al + 4 * begin;
        int q = 4 * (begin * depth + l);
        for (int i = 0; i < count; i++) {
          to[q + 4 * i * depth] = from[p + 4 * i];
          to[q + 4 * i * depth + 1] = from[p + 4 * i + 1];
          to[q + 4 * i * depth + 2] = from[p + 4 * i + 2];
          to[q + 4 * i * depth + 3] = from[p + 4 * i + 3];
        }
      }
    }
  }

  private void some(double[] from, int at, int ai, int al, int depth, int count, int to) {
    for (int i = 0; i < count; i++) {
      int p = at + i * ai;
      for (int l = 0; l < depth; l++) {
        a[to + 4 * l + i] = from[p + l * al];
      }
    }
  }

  /// Packs columns from `at`, and zeros behind the last.
  void columns(double[] from, int at, int bl, int bj, int depth, int columns) {
    int panels = (columns + WIDE - 1) / WIDE;
    int needed = panels * WIDE * depth;
    if (b.length < needed) {
      b = new double[needed];
    }
    for (int panel = 0; panel < panels; panel++) {
      int width = Math.min(WIDE, columns - panel * WIDE);
      panel(from, at + panel * WIDE * bj, bl, bj, depth, width, panel * WIDE * depth);
    }
  }

  private void panel(double[] from, int at, int bl, int bj, int depth, int width, int to) {
    if (width < WIDE) {
      Arrays.fill(b, to, to + WIDE * depth, 0);
    }
    if (bj == 1) {
      if (width == WIDE) {
        copied(from, at, bl, depth, to);
      } else {
        for (int l = 0; l < depth; l++) {
          System.arraycopy(from, at + l * bl, b, to + l * WIDE, width);
        }
      }
      return;
    }
    int squares = bl == 1 ? depth / LANES * LANES : 0; // this deep, in squares
    int transposed = squares == 0 ? 0 : width / LANES * LANES;
    for (int j = 0; j < transposed; j += LANES) {
      for (int l = 0; l < squares; l += LANES) {
        DoubleTranspose.square(from, at + j * bj + l, bj, b, to + l * WIDE + j, WIDE, scratch);
      }
    }
    for (int j = 0; j < width; j++) {
      int p = at + j * bj;
      for (int l = j < transposed ? squares : 0; l < depth; l++) {
        b[to + l * WIDE + j] = from[p + l * bl];
      }
    }
  }

  private void copied(double[] from, int at, int bl, int depth, int to) {
    for (int l = 0; l < depth; l++) {
      int p = at + l * bl;
      int q = to + l * WIDE;
      DoubleVector.fromArray(DoubleLanes.SPECIES, from, p).intoArray(b, q);
      DoubleVector.fromArray(DoubleLanes.SPECIES, from, p + LANES).intoArray(b, q + LANES);
    }
  }

  /// Reads the part of the result that the tile covers, or makes the tile zero.
  void get(int rows, int columns, double[] c, int at, int width, boolean adds) {
    Arrays.fill(tile, 0);
    for (int i = 0; adds && i < rows; i++) {
      System.arraycopy(c, at + i * width, tile, i * WIDE, columns);
    }
  }

  /// Writes the part of the tile that is inside the result.
  void put(int rows, int columns, double[] c, int at, int width) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(tile, i * WIDE, c, at + i * width, columns);
    }
  }
}
