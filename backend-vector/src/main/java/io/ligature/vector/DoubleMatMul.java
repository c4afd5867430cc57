package io.ligature.vector;

import java.util.Arrays;

/// Products of FLOAT64 matrices, cut into blocks that stay in the caches.
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
final class DoubleMatMul {
  static final int TILE = 2 * DoubleLanes.SPECIES.length(); // columns of a tile
  private static final int HEIGHT = Lanes.MANY_REGISTERS ? 12 : 4; // most rows of a tile
  private static final int KC = 160;
  private static final int MC = 96;
  private static final int NC = 512;
  private static final double[] ZEROS = new double[TILE];

  private DoubleMatMul() {}

  static void run(Team team, Product p, double[] a, double[] b, double[] c) {
    if (p.k() == 0 || DoubleRow.suits(p) || isColumn(p)) {
      if (p.k() == 0) {
        for (int i = 0; i < p.m(); i++) {
          Arrays.fill(c, p.c() + i * p.width(), p.c() + i * p.width() + p.n(), 0);
        }
      } else if (DoubleRow.suits(p)) {
        DoubleRow.run(team, p, a, b, c);
      } else {
        DoubleRow.run(team, p.transposed(), b, a, c);
      }
      return;
    }
    int ways = team.size();
    if (ways == 1 || p.work() < MatMul.LARGE) {
      block(p, a, b, c);
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
          block(p.part(part, rowWays, columns, 4, TILE), a, b, c);
        });
  }

  /// {@return whether the result is one column, and so the transposed product one row}
  private static boolean isColumn(Product p) {
    return p.n() == 1 && p.width() == 1 && DoubleRow.suits(p.transposed());
  }

  private static void block(Product p, double[] a, double[] b, double[] c) {
    if (p.m() == 0 || p.n() == 0) {
      return;
    }
    var pack = DoublePack.take();
    int wide = even(p.n(), NC, TILE);
    int deep = even(p.k(), KC, TILE / 2);
    for (int column = 0; column < p.n(); column += wide) {
      var panel = p.columns(column, Math.min(wide, p.n() - column));
      for (int begin = 0; begin < p.k(); begin += deep) {
        var part = panel.inner(begin, Math.min(deep, p.k() - begin));
        pack.columns(b, part.b(), part.bl(), part.bj(), part.k(), part.n());
        for (int row = 0; row < p.m(); row += MC) {
          var rows = part.rows(row, Math.min(MC, p.m() - row));
          pack.rows(a, rows.a(), rows.ai(), rows.al(), rows.k(), rows.m());
          tiles(rows, pack, c, begin > 0);
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
  private static void tiles(Product p, DoublePack pack, double[] c, boolean adds) {
    int depth = p.k();
    int row = 0;
    while (row < p.m()) {
      int rows = height(p.m() - row);
      int valid = Math.min(rows, p.m() - row);
      int o = p.c() + row * p.width();
      for (int j = 0; j < p.n(); j += TILE) {
        int wide = Math.min(TILE, p.n() - j);
        int bp = j * depth;
        int ap = row * depth;
        int cp = o + j;
        if (wide == TILE && valid == rows) {
          var z = adds ? c : ZEROS;
          int zp = adds ? cp : 0;
          int zWidth = adds ? p.width() : 0;
          DoubleTile.run(rows, depth, pack.a, ap, pack.b, bp, z, zp, zWidth, c, cp, p.width());
        } else {
          var tile = pack.tile;
          pack.get(valid, wide, c, cp, p.width(), adds);
          DoubleTile.run(rows, depth, pack.a, ap, pack.b, bp, tile, 0, TILE, tile, 0, TILE);
          pack.put(valid, wide, c, cp, p.width());
        }
      }
      row += rows;
    }
  }

  /// {@return the rows of the next tile}: 12 or 8, so that 4 are left only where there are no more.
  private static int height(int left) {
    if (HEIGHT == 4) {
      return 4;
    }
    if (left > 16 || (left > 8 && left <= 12)) {
      return 12;
    }
    return left > 4 ? 8 : 4;
  }
}
