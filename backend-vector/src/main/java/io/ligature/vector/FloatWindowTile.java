package io.ligature.vector;

import jdk.incubator.vector.FloatVector;

/// [FloatTile] for windows that begin side by side: the rows of b are x itself, at the steps to the
/// elements of a window, and nothing is copied.
///
/// ```text
/// c[i, j] = z[i, j] + sum over l of a[l, i] x[j + steps[l]]      i < rows, j < 2 lanes
/// ```
final class FloatWindowTile {
  private static final int LANES = Lanes.FLOAT.length();

  private FloatWindowTile() {}

  static void run(
      int rows,
      int depth,
      float[] a,
      int ap,
      float[] x,
      int xp,
      int[] steps,
      float[] z,
      int zp,
      int zWidth,
      float[] c,
      int cp,
      int width) {
    if (rows > 4) {
      rows8(depth, a, ap, x, xp, steps, z, zp, zWidth, c, cp, width);
    } else {
      rows4(depth, a, ap, x, xp, steps, z, zp, zWidth, c, cp, width);
    }
  }

  private static void rows8(
      int depth,
      float[] a,
      int ap,
      float[] x,
      int xp,
      int[] steps,
      float[] z,
      int zp,
      int zWidth,
      float[] c,
      int cp,
      int width) {
    var c0l = FloatVector.zero(Lanes.FLOAT);
    var c0r = FloatVector.zero(Lanes.FLOAT);
    var c1l = FloatVector.zero(Lanes.FLOAT);
    var c1r = FloatVector.zero(Lanes.FLOAT);
    var c2l = FloatVector.zero(Lanes.FLOAT);
    var c2r = FloatVector.zero(Lanes.FLOAT);
    var c3l = FloatVector.zero(Lanes.FLOAT);
    var c3r = FloatVector.zero(Lanes.FLOAT);
    var c4l = FloatVector.zero(Lanes.FLOAT);
    var c4r = FloatVector.zero(Lanes.FLOAT);
    var c5l = FloatVector.zero(Lanes.FLOAT);
    var c5r = FloatVector.zero(Lanes.FLOAT);
    var c6l = FloatVector.zero(Lanes.FLOAT);
    var c6r = FloatVector.zero(Lanes.FLOAT);
    var c7l = FloatVector.zero(Lanes.FLOAT);
    var c7r = FloatVector.zero(Lanes.FLOAT);
    int second = 4 * depth;
    for (int l = 0; l < depth; l++) {
      int p = ap + 4 * l;
      int q = xp + steps[l];
      var left = FloatVector.fromArray(Lanes.FLOAT, x, q);
      var right = FloatVector.fromArray(Lanes.FLOAT, x, q + LANES);
      var w = FloatVector.broadcast(Lanes.FLOAT, a[p]);
      c0l = Lanes.fma(w, left, c0l);
      c0r = Lanes.fma(w, right, c0r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + 1]);
      c1l = Lanes.fma(w, left, c1l);
      c1r = Lanes.fma(w, right, c1r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + 2]);
      c2l = Lanes.fma(w, left, c2l);
      c2r = Lanes.fma(w, right, c2r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + 3]);
      c3l = Lanes.fma(w, left, c3l);
      c3r = Lanes.fma(w, right, c3r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + second]);
      c4l = Lanes.fma(w, left, c4l);
      c4r = Lanes.fma(w, right, c4r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + second + 1]);
      c5l = Lanes.fma(w, left, c5l);
      c5r = Lanes.fma(w, right, c5r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + second + 2]);
      c6l = Lanes.fma(w, left, c6l);
      c6r = Lanes.fma(w, right, c6r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + second + 3]);
      c7l = Lanes.fma(w, left, c7l);
      c7r = Lanes.fma(w, right, c7r);
    }
    FloatVector.fromArray(Lanes.FLOAT, z, zp).add(c0l).intoArray(c, cp);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + LANES).add(c0r).intoArray(c, cp + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + zWidth).add(c1l).intoArray(c, cp + width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + zWidth + LANES)
        .add(c1r)
        .intoArray(c, cp + width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 2 * zWidth).add(c2l).intoArray(c, cp + 2 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 2 * zWidth + LANES)
        .add(c2r)
        .intoArray(c, cp + 2 * width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 3 * zWidth).add(c3l).intoArray(c, cp + 3 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 3 * zWidth + LANES)
        .add(c3r)
        .intoArray(c, cp + 3 * width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 4 * zWidth).add(c4l).intoArray(c, cp + 4 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 4 * zWidth + LANES)
        .add(c4r)
        .intoArray(c, cp + 4 * width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 5 * zWidth).add(c5l).intoArray(c, cp + 5 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 5 * zWidth + LANES)
        .add(c5r)
        .intoArray(c, cp + 5 * width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 6 * zWidth).add(c6l).intoArray(c, cp + 6 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 6 * zWidth + LANES)
        .add(c6r)
        .intoArray(c, cp + 6 * width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 7 * zWidth).add(c7l).intoArray(c, cp + 7 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 7 * zWidth + LANES)
        .add(c7r)
        .intoArray(c, cp + 7 * width + LANES);
  }

  private static void rows4(
      int depth,
      float[] a,
      int ap,
      float[] x,
      int xp,
      int[] steps,
      float[] z,
      int zp,
      int zWidth,
      float[] c,
      int cp,
      int width) {
    var c0l = FloatVector.zero(Lanes.FLOAT);
    var c0r = FloatVector.zero(Lanes.FLOAT);
    var c1l = FloatVector.zero(Lanes.FLOAT);
    var c1r = FloatVector.zero(Lanes.FLOAT);
    var c2l = FloatVector.zero(Lanes.FLOAT);
    var c2r = FloatVector.zero(Lanes.FLOAT);
    var c3l = FloatVector.zero(Lanes.FLOAT);
    var c3r = FloatVector.zero(Lanes.FLOAT);
    for (int l = 0; l < depth; l++) {
      int p = ap + 4 * l;
      int q = xp + steps[l];
      var left = FloatVector.fromArray(Lanes.FLOAT, x, q);
      var right = FloatVector.fromArray(Lanes.FLOAT, x, q + LANES);
      var w = FloatVector.broadcast(Lanes.FLOAT, a[p]);
      c0l = Lanes.fma(w, left, c0l);
      c0r = Lanes.fma(w, right, c0r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + 1]);
      c1l = Lanes.fma(w, left, c1l);
      c1r = Lanes.fma(w, right, c1r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + 2]);
      c2l = Lanes.fma(w, left, c2l);
      c2r = Lanes.fma(w, right, c2r);
      w = FloatVector.broadcast(Lanes.FLOAT, a[p + 3]);
      c3l = Lanes.fma(w, left, c3l);
      c3r = Lanes.fma(w, right, c3r);
    }
    FloatVector.fromArray(Lanes.FLOAT, z, zp).add(c0l).intoArray(c, cp);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + LANES).add(c0r).intoArray(c, cp + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + zWidth).add(c1l).intoArray(c, cp + width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + zWidth + LANES)
        .add(c1r)
        .intoArray(c, cp + width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 2 * zWidth).add(c2l).intoArray(c, cp + 2 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 2 * zWidth + LANES)
        .add(c2r)
        .intoArray(c, cp + 2 * width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 3 * zWidth).add(c3l).intoArray(c, cp + 3 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 3 * zWidth + LANES)
        .add(c3r)
        .intoArray(c, cp + 3 * width + LANES);
  }
}
