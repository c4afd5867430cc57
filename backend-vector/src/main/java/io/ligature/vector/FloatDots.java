package io.ligature.vector;

import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// Products of a few rows of a with rows of b, both of which lie along the sum: nothing is packed.
///
/// ```text
/// c[i, j] = sum over l of a[i, l] b[j, l]
/// ```
///
/// A tile of 4 rows of a and 6 of b needs 10 loads for 24 products of vectors, whose lanes are
/// added when the sum ends. With few rows that is less than turning b over, which takes as long as
/// 28 rows of products. Rows that are missing at an edge are computed as the last one again.
final class FloatDots {
  private static final int LANES = Lanes.FLOAT.length();
  private static final int ROWS = 4;
  private static final int COLUMNS = 6;
  private static final int MOST = 96; // rows of a: with more of them, packing pays
  private static final int LEAST = 8 * LANES; // of the sum: with less of it, adding lanes does not
  private static final int SUMS = ROWS * COLUMNS * LANES; // behind them is room for one vector

  private FloatDots() {}

  /// {@return whether the product is of this kind}
  static boolean suits(Product p) {
    return Lanes.MANY_REGISTERS && p.al() == 1 && p.bl() == 1 && p.m() <= MOST && p.k() >= LEAST;
  }

  static void run(
      Team team, Product p, float[] a, float[] b, float[] c, @Nullable FloatEpilogue epilogue) {
    int parts = p.work() < MatMul.LARGE ? 1 : team.size();
    team.run(
        parts,
        t -> {
          var part = p.part(t, 1, parts, ROWS, COLUMNS);
          some(part, a, b, c);
          if (epilogue != null) {
            epilogue.apply(c, part.c(), part.m(), part.n(), p.width(), part.c() - p.c());
          }
        });
  }

  private static void some(Product p, float[] a, float[] b, float[] c) {
    var sums = new float[SUMS + LANES + ROWS];
    for (int j = 0; j < p.n(); j += COLUMNS) {
      int columns = Math.min(COLUMNS, p.n() - j);
      int q = p.b() + j * p.bj();
      for (int i = 0; i < p.m(); i += ROWS) {
        int rows = Math.min(ROWS, p.m() - i);
        int o = p.a() + i * p.ai();
        tile(p.k(), a, o, p.ai(), rows, b, q, p.bj(), columns, sums);
        int at = p.c() + i * p.width() + j;
        for (int column = 0; column < columns; column++) {
          add(sums, column * ROWS * LANES);
          for (int row = 0; row < rows; row++) {
            c[at + row * p.width() + column] =
                sums[SUMS + LANES + row] + rest(p.k(), a, o + row * p.ai(), b, q + column * p.bj());
          }
        }
      }
    }
  }

  /// Adds up the lanes of four vectors.
  private static void add(float[] sums, int at) {
    var scratch = new float[4 * LANES];
    FloatTranspose.sums(
        FloatVector.fromArray(Lanes.FLOAT, sums, at),
        FloatVector.fromArray(Lanes.FLOAT, sums, at + LANES),
        FloatVector.fromArray(Lanes.FLOAT, sums, at + 2 * LANES),
        FloatVector.fromArray(Lanes.FLOAT, sums, at + 3 * LANES),
        sums,
        SUMS + LANES,
        scratch);
  }

  /// {@return the products behind the last whole vector}
  private static float rest(int k, float[] a, int p, float[] b, int q) {
    float sum = 0;
    for (int l = k / LANES * LANES; l < k; l++) {
      sum = Lanes.fma(a[p + l], b[q + l], sum);
    }
    return sum;
  }

  private static void tile(
      int k,
      float[] a,
      int p0,
      int ai,
      int rows,
      float[] b,
      int q0,
      int bj,
      int columns,
      float[] sums) {
    int p1 = p0 + Math.min(1, rows - 1) * ai;
    int p2 = p0 + Math.min(2, rows - 1) * ai;
    int p3 = p0 + Math.min(3, rows - 1) * ai;
    int q1 = q0 + Math.min(1, columns - 1) * bj;
    int q2 = q0 + Math.min(2, columns - 1) * bj;
    int q3 = q0 + Math.min(3, columns - 1) * bj;
    int q4 = q0 + Math.min(4, columns - 1) * bj;
    int q5 = q0 + Math.min(5, columns - 1) * bj;
    var s00 = FloatVector.zero(Lanes.FLOAT);
    var s01 = FloatVector.zero(Lanes.FLOAT);
    var s02 = FloatVector.zero(Lanes.FLOAT);
    var s03 = FloatVector.zero(Lanes.FLOAT);
    var s10 = FloatVector.zero(Lanes.FLOAT);
    var s11 = FloatVector.zero(Lanes.FLOAT);
    var s12 = FloatVector.zero(Lanes.FLOAT);
    var s13 = FloatVector.zero(Lanes.FLOAT);
    var s20 = FloatVector.zero(Lanes.FLOAT);
    var s21 = FloatVector.zero(Lanes.FLOAT);
    var s22 = FloatVector.zero(Lanes.FLOAT);
    var s23 = FloatVector.zero(Lanes.FLOAT);
    var s30 = FloatVector.zero(Lanes.FLOAT);
    var s31 = FloatVector.zero(Lanes.FLOAT);
    var s32 = FloatVector.zero(Lanes.FLOAT);
    var s33 = FloatVector.zero(Lanes.FLOAT);
    var s40 = FloatVector.zero(Lanes.FLOAT);
    var s41 = FloatVector.zero(Lanes.FLOAT);
    var s42 = FloatVector.zero(Lanes.FLOAT);
    var s43 = FloatVector.zero(Lanes.FLOAT);
    var s50 = FloatVector.zero(Lanes.FLOAT);
    var s51 = FloatVector.zero(Lanes.FLOAT);
    var s52 = FloatVector.zero(Lanes.FLOAT);
    var s53 = FloatVector.zero(Lanes.FLOAT);
    for (int l = 0; l <= k - LANES; l += LANES) {
      var a0 = FloatVector.fromArray(Lanes.FLOAT, a, p0 + l);
      var a1 = FloatVector.fromArray(Lanes.FLOAT, a, p1 + l);
      var a2 = FloatVector.fromArray(Lanes.FLOAT, a, p2 + l);
      var a3 = FloatVector.fromArray(Lanes.FLOAT, a, p3 + l);
      var y = FloatVector.fromArray(Lanes.FLOAT, b, q0 + l);
      s00 = Lanes.fma(a0, y, s00);
      s01 = Lanes.fma(a1, y, s01);
      s02 = Lanes.fma(a2, y, s02);
      s03 = Lanes.fma(a3, y, s03);
      y = FloatVector.fromArray(Lanes.FLOAT, b, q1 + l);
      s10 = Lanes.fma(a0, y, s10);
      s11 = Lanes.fma(a1, y, s11);
      s12 = Lanes.fma(a2, y, s12);
      s13 = Lanes.fma(a3, y, s13);
      y = FloatVector.fromArray(Lanes.FLOAT, b, q2 + l);
      s20 = Lanes.fma(a0, y, s20);
      s21 = Lanes.fma(a1, y, s21);
      s22 = Lanes.fma(a2, y, s22);
      s23 = Lanes.fma(a3, y, s23);
      y = FloatVector.fromArray(Lanes.FLOAT, b, q3 + l);
      s30 = Lanes.fma(a0, y, s30);
      s31 = Lanes.fma(a1, y, s31);
      s32 = Lanes.fma(a2, y, s32);
      s33 = Lanes.fma(a3, y, s33);
      y = FloatVector.fromArray(Lanes.FLOAT, b, q4 + l);
      s40 = Lanes.fma(a0, y, s40);
      s41 = Lanes.fma(a1, y, s41);
      s42 = Lanes.fma(a2, y, s42);
      s43 = Lanes.fma(a3, y, s43);
      y = FloatVector.fromArray(Lanes.FLOAT, b, q5 + l);
      s50 = Lanes.fma(a0, y, s50);
      s51 = Lanes.fma(a1, y, s51);
      s52 = Lanes.fma(a2, y, s52);
      s53 = Lanes.fma(a3, y, s53);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, LANES);
    s02.intoArray(sums, 2 * LANES);
    s03.intoArray(sums, 3 * LANES);
    s10.intoArray(sums, 4 * LANES);
    s11.intoArray(sums, 5 * LANES);
    s12.intoArray(sums, 6 * LANES);
    s13.intoArray(sums, 7 * LANES);
    s20.intoArray(sums, 8 * LANES);
    s21.intoArray(sums, 9 * LANES);
    s22.intoArray(sums, 10 * LANES);
    s23.intoArray(sums, 11 * LANES);
    s30.intoArray(sums, 12 * LANES);
    s31.intoArray(sums, 13 * LANES);
    s32.intoArray(sums, 14 * LANES);
    s33.intoArray(sums, 15 * LANES);
    s40.intoArray(sums, 16 * LANES);
    s41.intoArray(sums, 17 * LANES);
    s42.intoArray(sums, 18 * LANES);
    s43.intoArray(sums, 19 * LANES);
    s50.intoArray(sums, 20 * LANES);
    s51.intoArray(sums, 21 * LANES);
    s52.intoArray(sums, 22 * LANES);
    s53.intoArray(sums, 23 * LANES);
  }
}
