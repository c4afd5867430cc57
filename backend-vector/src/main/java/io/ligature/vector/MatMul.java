package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.cpu.Rows;
import io.ligature.spi.Layout;
import io.ligature.spi.View;

/// Products of matrices: which way each is computed.
///
/// ```text
/// out[i, j] = sum over l of a[i, l] b[l, j]        a (m, k)   b (k, n)   out (m, n)
/// ```
final class MatMul {
  /// Below this many multiplications the plain loops are done before anything here is set up.
  static final long FEW = 256;

  private MatMul() {}

  /// {@return whether this was worth vectors, and is done}
  static boolean run(Team team, View a, View b, View out) {
    var dtype = out.dtype();
    if (!dtype.isFloating() || out.layout().size() == 0) {
      return false;
    }
    var p = product(a.layout(), b.layout(), out.layout());
    if (p.work() < FEW) {
      return false;
    }
    if (a.layout().rank() == 2) {
      one(team, p, a, b, out);
    } else {
      batch(team, p, a, b, out);
    }
    return true;
  }

  private static Product product(Layout a, Layout b, Layout out) {
    int rank = out.rank();
    int n = (int) out.shape().get(-1);
    return new Product(
        (int) out.shape().get(-2),
        n,
        (int) a.shape().get(-1),
        (int) a.offset(),
        (int) a.stride(rank - 2),
        (int) a.stride(rank - 1),
        (int) b.offset(),
        (int) b.stride(rank - 2),
        (int) b.stride(rank - 1),
        (int) out.offset(),
        n);
  }

  private static void one(Team team, Product p, View a, View b, View out) {
    switch (out.dtype()) {
      case FLOAT32 -> FloatMatMul.run(team, p, Heap.floats(a), Heap.floats(b), Heap.floats(out));
      case FLOAT64 ->
          DoubleMatMul.run(team, p, Heap.doubles(a), Heap.doubles(b), Heap.doubles(out));
      default -> throw new IllegalStateException("matmul of " + out.dtype());
    }
  }

  private static void batch(Team team, Product p, View a, View b, View out) {
    var rows = new Rows(first(a.layout()), first(b.layout()), first(out.layout()));
    while (rows.next()) {
      var begin =
          new Product(
              p.m(),
              p.n(),
              p.k(),
              rows.at(0),
              p.ai(),
              p.al(),
              rows.at(1),
              p.bl(),
              p.bj(),
              rows.at(2),
              p.width());
      line(team, begin, rows, a, b, out);
    }
  }

  /// Products at equal distances.
  private static void line(Team team, Product p, Rows rows, View a, View b, View out) {
    int count = rows.length();
    int da = rows.step(0);
    int db = rows.step(1);
    int dc = rows.step(2);
    if (count > 1 && db == 0 && (p.m() == 1 || da == p.m() * p.ai()) && dc == p.m() * p.width()) {
      int ai = p.m() == 1 ? da : p.ai(); // one b for all: they are one product with more rows
      one(
          team,
          new Product(
              count * p.m(),
              p.n(),
              p.k(),
              p.a(),
              ai,
              p.al(),
              p.b(),
              p.bl(),
              p.bj(),
              p.c(),
              p.width()),
          a,
          b,
          out);
    } else if (count >= team.size() && p.work() < LARGE) {
      int parts = count * p.work() < LARGE ? 1 : team.size();
      team.run(
          parts,
          t -> {
            int end = (int) ((long) count * (t + 1) / parts);
            for (int i = (int) ((long) count * t / parts); i < end; i++) {
              one(Team.ALONE, p.moved(i * da, i * db, i * dc), a, b, out);
            }
          });
    } else {
      for (int i = 0; i < count; i++) {
        one(team, p.moved(i * da, i * db, i * dc), a, b, out);
      }
    }
  }

  /// From this many multiplications a product is worth cutting: 64 x 64 x 64 is not.
  static final long LARGE = (1 << 18) + 1;

  /// {@return where the first element of every matrix lies}
  private static Layout first(Layout x) {
    int rank = x.rank();
    return x.slice(rank - 2, 0, 1, 1).slice(rank - 1, 0, 1, 1);
  }
}
