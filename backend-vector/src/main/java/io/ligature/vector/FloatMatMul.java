package io.ligature.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Products of FLOAT32 matrices, cut into blocks that stay in the caches.
///
/// ```text
/// for at most NC columns
///   for at most KC of the sum         b's part stays in the second cache
///     pack b
///     for MC rows
///       pack a
///       for 12 rows                   a's part stays in the first cache
///         for 2 vectors of columns: a tile, in registers
/// ```
///
/// After Goto and van de Geijn (2008). Every element of the result is summed in the same order
/// wherever the cuts between threads and tiles fall.
final class FloatMatMul {
  static final int TILE = 2 * Lanes.FLOAT.length(); // columns of a tile
  private static final int HEIGHT = Lanes.MANY_REGISTERS ? 12 : 4; // most rows of a tile
  private static final int KC = 384; // 2 % quicker than 320 for 2048 on Zen 4
  private static final int MC = 96;
  private static final int NC = 512;
  private static final int SMALL_B = 10_000; // elements that few rows are not worth packing for
  private static final int FEW_ROWS = 48;
  static final float[] ZEROS = new float[TILE];

  private FloatMatMul() {}

  static void run(Team team, Product p, float[] a, float[] b, float[] c) {
    run(team, p, a, b, c, null, null);
  }

  /// Multiplies, and applies the epilogue to every part of the result as soon as it is there.
  ///
  /// @param panels b as it was packed before, or null
  static void run(
      Team team,
      Product p,
      float[] a,
      float[] b,
      float[] c,
      @Nullable FloatPanels panels,
      @Nullable FloatEpilogue epilogue) {
    if (p.k() == 0 || FloatRow.suits(p) || isColumn(p)) {
      if (p.k() == 0) {
        for (int i = 0; i < p.m(); i++) {
          Arrays.fill(c, p.c() + i * p.width(), p.c() + i * p.width() + p.n(), 0);
        }
      } else if (FloatRow.suits(p)) {
        FloatRow.run(team, p, a, b, c);
      } else {
        FloatRow.run(team, p.transposed(), b, a, c);
      }
      if (epilogue != null) {
        epilogue.apply(c, p.c(), p.m(), p.n(), p.width(), 0);
      }
      return;
    }
    boolean direct = direct(p);
    int ways = team.size();
    if (ways == 1 || p.work() < MatMul.LARGE) {
      block(p, false, direct, a, b, c, p.c(), panels, epilogue);
      return;
    }
    int columnWays = p.columnWays(ways);
    int rowWays = ways / columnWays;
    // columns are cut there anyway, and more parts even out what threads lose to others
    int columns = (p.n() + NC * columnWays - 1) / (NC * columnWays) * columnWays;
    team.run(
        rowWays * columns,
        t -> {
          int part = t % rowWays * columns + t / rowWays; // at first none shares rows with another
          var some = p.part(part, rowWays, columns, 4, TILE);
          block(some, false, direct, a, b, c, p.c(), panels, epilogue);
        });
  }

  /// Adds the product to what is there.
  static void add(Product p, float[] a, float[] b, float[] c) {
    block(p, true, direct(p), a, b, c, p.c(), null, null);
  }

  /// {@return whether b is read where it lies}
  private static boolean direct(Product p) {
    boolean small = p.m() < FEW_ROWS && (long) p.k() * p.n() <= SMALL_B;
    return p.bj() == 1 && (small || p.m() <= HEIGHT);
  }

  /// {@return whether the result is one column, and so the transposed product one row}
  private static boolean isColumn(Product p) {
    return p.n() == 1 && p.width() == 1 && FloatRow.suits(p.transposed());
  }

  private static void block(
      Product p,
      boolean adds,
      boolean direct,
      float[] a,
      float[] b,
      float[] c,
      int origin,
      @Nullable FloatPanels panels,
      @Nullable FloatEpilogue epilogue) {
    if (p.m() == 0 || p.n() == 0) {
      return;
    }
    var pack = FloatPack.take();
    int wide = even(p.n(), NC, TILE);
    int deep = even(p.k(), KC, TILE / 2);
    for (int column = 0; column < p.n(); column += wide) {
      var panel = p.columns(column, Math.min(wide, p.n() - column));
      for (int begin = 0; begin < p.k(); begin += deep) {
        var part = panel.inner(begin, Math.min(deep, p.k() - begin));
        if (panels == null) {
          pack.columns(b, part.b(), part.bl(), part.bj(), part.k(), part.n(), direct);
        }
        for (int row = 0; row < p.m(); row += MC) {
          var rows = part.rows(row, Math.min(MC, p.m() - row));
          pack.rows(a, rows.a(), rows.ai(), rows.al(), rows.k(), rows.m());
          tiles(rows, pack, direct, b, c, panels, adds || begin > 0);
          if (epilogue != null && begin + part.k() == p.k()) {
            int first = (rows.c() - origin) % p.width();
            epilogue.apply(c, rows.c(), rows.m(), rows.n(), p.width(), first);
          }
        }
      }
    }
    pack.give();
  }

  /// {@return the extent of equal parts, none above `most`, in multiples of `unit`}
  private static int even(int extent, int most, int unit) {
    int parts = (extent + most - 1) / most;
    int each = (extent + parts - 1) / parts;
    return (each + unit - 1) / unit * unit;
  }

  /// A part of the sum for the packed rows.
  private static void tiles(
      Product p,
      FloatPack pack,
      boolean direct,
      float[] b,
      float[] c,
      @Nullable FloatPanels panels,
      boolean adds) {
    int depth = p.k();
    var packed = panels == null ? pack.b : panels.memory();
    int first = panels == null ? 0 : panels.place(p);
    int deep = panels == null ? depth : panels.depth();
    int row = 0;
    while (row < p.m()) {
      int rows = height(p.m() - row);
      int valid = Math.min(rows, p.m() - row);
      int o = p.c() + row * p.width();
      int ap = row * depth;
      for (int j = 0; j < p.n(); j += TILE) {
        int wide = Math.min(TILE, p.n() - j);
        boolean whole = wide == TILE && valid == rows;
        int cp = o + j;
        var to = whole ? c : pack.tile;
        int at = whole ? cp : 0;
        int width = whole ? p.width() : TILE;
        if (!whole) {
          pack.get(valid, wide, c, cp, p.width(), adds);
        }
        var z = adds ? to : ZEROS;
        int zp = adds ? at : 0;
        int zWidth = adds ? width : 0;
        if (direct && wide == TILE) {
          int bp = p.b() + j;
          FloatTile.run(rows, depth, pack.a, ap, b, bp, p.bl(), z, zp, zWidth, to, at, width);
        } else {
          int bp = direct ? 0 : first + j * deep;
          FloatPackedTile.run(rows, depth, pack.a, ap, packed, bp, z, zp, zWidth, to, at, width);
        }
        if (!whole) {
          pack.put(valid, wide, c, cp, p.width());
        }
      }
      row += rows;
    }
  }

  /// {@return the rows of the next tile}: 12 or 8, so that 4 are left only where there are no more.
  static int height(int left) {
    if (HEIGHT == 4) {
      return 4;
    }
    if (left > 16 || (left > 8 && left <= 12)) {
      return 12;
    }
    return left > 4 ? 8 : 4;
  }
}
