package io.ligature.vector;

import jdk.incubator.vector.DoubleVector;

/// The innermost products: a few rows of a times two vectors of columns of b, in registers.
///
/// ```text
/// c[i, j] = z[i, j] + sum over l of a[l, i] b[l, j]      i < rows, j < 2 lanes
/// ```
///
/// `a` is packed in fours of rows: four elements for each `l`, four after four. `b` is packed too,
/// since the compiler sees that all reads lie inside only where rows have a distance that it knows.
/// Every element is one chain of fused multiply-adds in the order of `l`, whatever the number of
/// rows, that begins with `z`: so results do not depend on how a product was cut. `z` is `c` itself
/// for later parts of a sum, else a row of zeros for all rows: a choice of data, because the
/// compiler leaves out a branch that was not taken yet, and compiling again when it is took half a
/// second.
///
/// The bodies are written out because the compiler keeps accumulators in registers only if they are
/// local variables that begin as a zero made here; more than 24 of them would be spilled. Beginning
/// with a load of `z` took 15 times as long.
final class DoubleTile {
  private static final int LANES = DoubleLanes.SPECIES.length();
  private static final int STEP = 2 * LANES / 4; // elements of b for one of a

  private DoubleTile() {}

  static void run(
      int rows,
      int depth,
      double[] a,
      int ap,
      double[] b,
      int bp,
      double[] z,
      int zp,
      int zWidth,
      double[] c,
      int cp,
      int width) {
    switch (rows) {
      case 12 -> rows12(depth, a, ap, b, bp, z, zp, zWidth, c, cp, width);
      case 8 -> rows8(depth, a, ap, b, bp, z, zp, zWidth, c, cp, width);
      case 4 -> rows4(depth, a, ap, b, bp, z, zp, zWidth, c, cp, width);
      default -> throw new IllegalStateException("no tile of " + rows + " rows");
    }
  }

  private static void rows12(
      int depth,
      double[] a,
      int ap,
      double[] b,
      int bp,
      double[] z,
      int zp,
      int zWidth,
      double[] c,
      int cp,
      int width) {
    var c0l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c0r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c1l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c1r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c2l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c2r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c3l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c3r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c4l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c4r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c5l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c5r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c6l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c6r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c7l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c7r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c8l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c8r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c9l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c9r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c10l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c10r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c11l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c11r = DoubleVector.zero(DoubleLanes.SPECIES);
    int second = 4 * depth;
    int third = 8 * depth;
    int end = ap + 4 * depth;
    int origin = bp - STEP * ap;
    for (int p = ap; p < end; p += 4) {
      int q = origin + STEP * p;
      var left = DoubleVector.fromArray(DoubleLanes.SPECIES, b, q);
      var right = DoubleVector.fromArray(DoubleLanes.SPECIES, b, q + LANES);
      var x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p]);
      c0l = DoubleLanes.fma(x, left, c0l);
      c0r = DoubleLanes.fma(x, right, c0r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + 1]);
      c1l = DoubleLanes.fma(x, left, c1l);
      c1r = DoubleLanes.fma(x, right, c1r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + 2]);
      c2l = DoubleLanes.fma(x, left, c2l);
      c2r = DoubleLanes.fma(x, right, c2r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + 3]);
      c3l = DoubleLanes.fma(x, left, c3l);
      c3r = DoubleLanes.fma(x, right, c3r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + second]);
      c4l = DoubleLanes.fma(x, left, c4l);
      c4r = DoubleLanes.fma(x, right, c4r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + second + 1]);
      c5l = DoubleLanes.fma(x, left, c5l);
      c5r = DoubleLanes.fma(x, right, c5r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + second + 2]);
      c6l = DoubleLanes.fma(x, left, c6l);
      c6r = DoubleLanes.fma(x, right, c6r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + second + 3]);
      c7l = DoubleLanes.fma(x, left, c7l);
      c7r = DoubleLanes.fma(x, right, c7r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + third]);
      c8l = DoubleLanes.fma(x, left, c8l);
      c8r = DoubleLanes.fma(x, right, c8r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + third + 1]);
      c9l = DoubleLanes.fma(x, left, c9l);
      c9r = DoubleLanes.fma(x, right, c9r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + third + 2]);
      c10l = DoubleLanes.fma(x, left, c10l);
      c10r = DoubleLanes.fma(x, right, c10r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + third + 3]);
      c11l = DoubleLanes.fma(x, left, c11l);
      c11r = DoubleLanes.fma(x, right, c11r);
    }
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp).add(c0l).intoArray(c, cp);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + LANES).add(c0r).intoArray(c, cp + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + zWidth).add(c1l).intoArray(c, cp + width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + zWidth + LANES)
        .add(c1r)
        .intoArray(c, cp + width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 2 * zWidth)
        .add(c2l)
        .intoArray(c, cp + 2 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 2 * zWidth + LANES)
        .add(c2r)
        .intoArray(c, cp + 2 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 3 * zWidth)
        .add(c3l)
        .intoArray(c, cp + 3 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 3 * zWidth + LANES)
        .add(c3r)
        .intoArray(c, cp + 3 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 4 * zWidth)
        .add(c4l)
        .intoArray(c, cp + 4 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 4 * zWidth + LANES)
        .add(c4r)
        .intoArray(c, cp + 4 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 5 * zWidth)
        .add(c5l)
        .intoArray(c, cp + 5 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 5 * zWidth + LANES)
        .add(c5r)
        .intoArray(c, cp + 5 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 6 * zWidth)
        .add(c6l)
        .intoArray(c, cp + 6 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 6 * zWidth + LANES)
        .add(c6r)
        .intoArray(c, cp + 6 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 7 * zWidth)
        .add(c7l)
        .intoArray(c, cp + 7 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 7 * zWidth + LANES)
        .add(c7r)
        .intoArray(c, cp + 7 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 8 * zWidth)
        .add(c8l)
        .intoArray(c, cp + 8 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 8 * zWidth + LANES)
        .add(c8r)
        .intoArray(c, cp + 8 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 9 * zWidth)
        .add(c9l)
        .intoArray(c, cp + 9 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 9 * zWidth + LANES)
        .add(c9r)
        .intoArray(c, cp + 9 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 10 * zWidth)
        .add(c10l)
        .intoArray(c, cp + 10 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 10 * zWidth + LANES)
        .add(c10r)
        .intoArray(c, cp + 10 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 11 * zWidth)
        .add(c11l)
        .intoArray(c, cp + 11 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 11 * zWidth + LANES)
        .add(c11r)
        .intoArray(c, cp + 11 * width + LANES);
  }

  private static void rows8(
      int depth,
      double[] a,
      int ap,
      double[] b,
      int bp,
      double[] z,
      int zp,
      int zWidth,
      double[] c,
      int cp,
      int width) {
    var c0l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c0r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c1l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c1r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c2l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c2r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c3l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c3r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c4l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c4r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c5l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c5r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c6l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c6r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c7l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c7r = DoubleVector.zero(DoubleLanes.SPECIES);
    int second = 4 * depth;
    int end = ap + 4 * depth;
    int origin = bp - STEP * ap;
    for (int p = ap; p < end; p += 4) {
      int q = origin + STEP * p;
      var left = DoubleVector.fromArray(DoubleLanes.SPECIES, b, q);
      var right = DoubleVector.fromArray(DoubleLanes.SPECIES, b, q + LANES);
      var x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p]);
      c0l = DoubleLanes.fma(x, left, c0l);
      c0r = DoubleLanes.fma(x, right, c0r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + 1]);
      c1l = DoubleLanes.fma(x, left, c1l);
      c1r = DoubleLanes.fma(x, right, c1r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + 2]);
      c2l = DoubleLanes.fma(x, left, c2l);
      c2r = DoubleLanes.fma(x, right, c2r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + 3]);
      c3l = DoubleLanes.fma(x, left, c3l);
      c3r = DoubleLanes.fma(x, right, c3r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + second]);
      c4l = DoubleLanes.fma(x, left, c4l);
      c4r = DoubleLanes.fma(x, right, c4r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + second + 1]);
      c5l = DoubleLanes.fma(x, left, c5l);
      c5r = DoubleLanes.fma(x, right, c5r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + second + 2]);
      c6l = DoubleLanes.fma(x, left, c6l);
      c6r = DoubleLanes.fma(x, right, c6r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + second + 3]);
      c7l = DoubleLanes.fma(x, left, c7l);
      c7r = DoubleLanes.fma(x, right, c7r);
    }
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp).add(c0l).intoArray(c, cp);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + LANES).add(c0r).intoArray(c, cp + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + zWidth).add(c1l).intoArray(c, cp + width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + zWidth + LANES)
        .add(c1r)
        .intoArray(c, cp + width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 2 * zWidth)
        .add(c2l)
        .intoArray(c, cp + 2 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 2 * zWidth + LANES)
        .add(c2r)
        .intoArray(c, cp + 2 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 3 * zWidth)
        .add(c3l)
        .intoArray(c, cp + 3 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 3 * zWidth + LANES)
        .add(c3r)
        .intoArray(c, cp + 3 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 4 * zWidth)
        .add(c4l)
        .intoArray(c, cp + 4 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 4 * zWidth + LANES)
        .add(c4r)
        .intoArray(c, cp + 4 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 5 * zWidth)
        .add(c5l)
        .intoArray(c, cp + 5 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 5 * zWidth + LANES)
        .add(c5r)
        .intoArray(c, cp + 5 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 6 * zWidth)
        .add(c6l)
        .intoArray(c, cp + 6 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 6 * zWidth + LANES)
        .add(c6r)
        .intoArray(c, cp + 6 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 7 * zWidth)
        .add(c7l)
        .intoArray(c, cp + 7 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 7 * zWidth + LANES)
        .add(c7r)
        .intoArray(c, cp + 7 * width + LANES);
  }

  private static void rows4(
      int depth,
      double[] a,
      int ap,
      double[] b,
      int bp,
      double[] z,
      int zp,
      int zWidth,
      double[] c,
      int cp,
      int width) {
    var c0l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c0r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c1l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c1r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c2l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c2r = DoubleVector.zero(DoubleLanes.SPECIES);
    var c3l = DoubleVector.zero(DoubleLanes.SPECIES);
    var c3r = DoubleVector.zero(DoubleLanes.SPECIES);
    int end = ap + 4 * depth;
    int origin = bp - STEP * ap;
    for (int p = ap; p < end; p += 4) {
      int q = origin + STEP * p;
      var left = DoubleVector.fromArray(DoubleLanes.SPECIES, b, q);
      var right = DoubleVector.fromArray(DoubleLanes.SPECIES, b, q + LANES);
      var x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p]);
      c0l = DoubleLanes.fma(x, left, c0l);
      c0r = DoubleLanes.fma(x, right, c0r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + 1]);
      c1l = DoubleLanes.fma(x, left, c1l);
      c1r = DoubleLanes.fma(x, right, c1r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + 2]);
      c2l = DoubleLanes.fma(x, left, c2l);
      c2r = DoubleLanes.fma(x, right, c2r);
      x = DoubleVector.broadcast(DoubleLanes.SPECIES, a[p + 3]);
      c3l = DoubleLanes.fma(x, left, c3l);
      c3r = DoubleLanes.fma(x, right, c3r);
    }
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp).add(c0l).intoArray(c, cp);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + LANES).add(c0r).intoArray(c, cp + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + zWidth).add(c1l).intoArray(c, cp + width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + zWidth + LANES)
        .add(c1r)
        .intoArray(c, cp + width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 2 * zWidth)
        .add(c2l)
        .intoArray(c, cp + 2 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 2 * zWidth + LANES)
        .add(c2r)
        .intoArray(c, cp + 2 * width + LANES);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 3 * zWidth)
        .add(c3l)
        .intoArray(c, cp + 3 * width);
    DoubleVector.fromArray(DoubleLanes.SPECIES, z, zp + 3 * zWidth + LANES)
        .add(c3r)
        .intoArray(c, cp + 3 * width + LANES);
  }
}
