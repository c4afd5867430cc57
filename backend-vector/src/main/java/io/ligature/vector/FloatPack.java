package io.ligature.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Copies of parts of two matrices in the order in which tiles read them.
///
/// The arrays are used again and again, by one product at a time.
final class FloatPack {
  private static final int LANES = Lanes.FLOAT.length();
  private static final int WIDE = 2 * LANES;
  private static final int BYTES = LANES * Float.BYTES;
  private static final int LINE = 64; // bytes of the cache
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  private static final AtomicReferenceArray<@Nullable FloatPack> FREE =
      new AtomicReferenceArray<>(16);

  /// Rows of a in fours, four elements for each place of the sum.
  float[] a = {};

  /// Columns of b, a panel of two vectors after another, each at the begin of a cache line.
  MemorySegment b = MemorySegment.NULL;

  /// A tile that is not wholly inside the result.
  final float[] tile = new float[12 * WIDE];

  private final float[] scratch = new float[LANES * LANES];

  private FloatPack() {}

  /// {@return all of a matrix, panel after panel}
  ///
  /// @param used may be written over
  static FloatPack whole(Matrix b, @Nullable FloatPack used) {
    var pack = used == null ? new FloatPack() : used;
    pack.columns(b.array(), b.at(), b.down(), b.across(), b.rows(), b.columns(), false);
    return pack;
  }

  static FloatPack take() {
    for (int i = 0; i < FREE.length(); i++) {
      if (FREE.getPlain(i) != null) {
        var pack = FREE.getAndSet(i, null);
        if (pack != null) {
          return pack;
        }
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

  /// Packs `count` rows from `at`, and zeros for those that are missing to a multiple of four.
  void rows(float[] from, int at, int ai, int al, int depth, int count) {
    int fours = (count + 3) / 4;
    if (a.length < 4 * fours * depth) {
      a = new float[4 * fours * depth];
    }
    int whole = count / 4;
    if (al == 1) {
      for (int i = 0; i < whole; i++) {
        FloatTranspose.four(from, at + 4 * i * ai, ai, depth, a, 4 * i * depth);
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
  private void sideBySide(float[] from, int at, int al, int depth, int fours) {
    int four = 0;
    for (; four <= fours - 4; four += 4) {
      sixteen(from, at + 4 * four, al, depth, a, 4 * four * depth);
    }
    for (; four < fours; four++) {
      for (int l = 0; l < depth; l++) {
        var v = FloatVector.fromArray(FOUR, from, at + 4 * four + l * al);
        v.intoArray(a, 4 * (four * depth + l));
      }
    }
  }

  private static void sixteen(float[] from, int at, int al, int depth, float[] to, int q) {
    int second = q + 4 * depth;
    int third = q + 8 * depth;
    int fourth = q + 12 * depth;
    for (int l = 0; l < depth; l++) {
      int p = at + l * al;
      FloatVector.fromArray(FOUR, from, p).intoArray(to, q + 4 * l);
      FloatVector.fromArray(FOUR, from, p + 4).intoArray(to, second + 4 * l);
      FloatVector.fromArray(FOUR, from, p + 8).intoArray(to, third + 4 * l);
      FloatVector.fromArray(FOUR, from, p + 12).intoArray(to, fourth + 4 * l);
    }
  }

  private void some(float[] from, int at, int ai, int al, int depth, int count, int to) {
    for (int i = 0; i < count; i++) {
      int p = at + i * ai;
      for (int l = 0; l < depth; l++) {
        a[to + 4 * l + i] = from[p + l * al];
      }
    }
  }

  /// Packs columns from `at`, and zeros behind the last; or, if all others can be read where they
  /// lie, only those that do not fill two vectors.
  void columns(float[] from, int at, int bl, int bj, int depth, int columns, boolean onlyLast) {
    int panels = (columns + WIDE - 1) / WIDE;
    int first = onlyLast ? columns / WIDE : 0;
    int needed = (panels - first) * WIDE * depth;
    if (b.byteSize() < (long) needed * Float.BYTES) {
      b = Arena.ofAuto().allocate((long) needed * Float.BYTES, LINE);
    }
    for (int panel = first; panel < panels; panel++) {
      int to = (panel - first) * WIDE * depth;
      int width = Math.min(WIDE, columns - panel * WIDE);
      panel(from, at + panel * WIDE * bj, bl, bj, depth, width, to);
    }
  }

  private void panel(float[] from, int at, int bl, int bj, int depth, int width, int to) {
    for (int l = 0; l < depth && width < WIDE; l++) {
      for (int j = width; j < WIDE; j++) {
        b.setAtIndex(JAVA_FLOAT, to + l * WIDE + j, 0);
      }
    }
    if (bj == 1) {
      if (width == WIDE) {
        copied(from, at, bl, depth, to);
      } else {
        for (int l = 0; l < depth; l++) {
          MemorySegment.copy(from, at + l * bl, b, JAVA_FLOAT, 4L * (to + l * WIDE), width);
        }
      }
      return;
    }
    int squares = bl == 1 ? depth / LANES * LANES : 0; // this deep, in squares
    int transposed = squares == 0 ? 0 : width / LANES * LANES;
    for (int j = 0; j < transposed; j += LANES) {
      for (int l = 0; l < squares; l += LANES) {
        FloatTranspose.square(from, at + j * bj + l, bj, b, to + l * WIDE + j, WIDE, scratch);
      }
    }
    for (int j = 0; j < width; j++) {
      int p = at + j * bj;
      for (int l = j < transposed ? squares : 0; l < depth; l++) {
        b.setAtIndex(JAVA_FLOAT, to + l * WIDE + j, from[p + l * bl]);
      }
    }
  }

  private void copied(float[] from, int at, int bl, int depth, int to) {
    for (int l = 0; l < depth; l++) {
      int p = at + l * bl;
      long q = Float.BYTES * (long) (to + l * WIDE);
      var order = ByteOrder.nativeOrder();
      FloatVector.fromArray(Lanes.FLOAT, from, p).intoMemorySegment(b, q, order);
      FloatVector.fromArray(Lanes.FLOAT, from, p + LANES).intoMemorySegment(b, q + BYTES, order);
    }
  }

  /// Reads the part of the result that the tile covers, or makes the tile zero.
  void get(int rows, int columns, float[] c, int at, int width, boolean adds) {
    Arrays.fill(tile, 0);
    for (int i = 0; adds && i < rows; i++) {
      System.arraycopy(c, at + i * width, tile, i * WIDE, columns);
    }
  }

  /// Writes the part of the tile that is inside the result.
  void put(int rows, int columns, float[] c, int at, int width) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(tile, i * WIDE, c, at + i * width, columns);
    }
  }
}
