package io.ligature.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/// [FloatTile] where b is packed in memory outside the heap, so that every load is of one cache
/// line.
///
/// Arrays of the heap begin 16 bytes behind an address that the collector chooses: there, with G1,
/// the same loop took 1.15 times as long. A method of its own, since one that meets both kinds of
/// memory is compiled for neither.
///
/// Loops count places in a, of which those in b follow in arithmetic of long: so the compiler sees
/// that all lie inside. Where it counted `l`, and b's places followed in int, each round checked
/// twice, and took half again as many instructions beside its 24 or 8 that multiply.
final class FloatPackedTile {
  private static final int LANES = Lanes.FLOAT.length();
  private static final int BYTES = LANES * Float.BYTES;
  private static final int STEP = 2 * BYTES / 4; // bytes of b for an element of a

  private FloatPackedTile() {}

  static void run(
      int rows,
      int depth,
      float[] a,
      int ap,
      MemorySegment b,
      int bp,
      float[] z,
      int zp,
      int zWidth,
      float[] c,
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
      float[] a,
      int ap,
      MemorySegment b,
      int bp,
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
    var c8l = FloatVector.zero(Lanes.FLOAT);
    var c8r = FloatVector.zero(Lanes.FLOAT);
    var c9l = FloatVector.zero(Lanes.FLOAT);
    var c9r = FloatVector.zero(Lanes.FLOAT);
    var c10l = FloatVector.zero(Lanes.FLOAT);
    var c10r = FloatVector.zero(Lanes.FLOAT);
    var c11l = FloatVector.zero(Lanes.FLOAT);
    var c11r = FloatVector.zero(Lanes.FLOAT);
    int second = 4 * depth;
    int third = 8 * depth;
    int end = ap + 4 * depth;
    long origin = Float.BYTES * (long) bp - STEP * (long) ap;
    for (int p = ap; p < end; p += 4) {
      long q = origin + STEP * (long) p;
      var left = FloatVector.fromMemorySegment(Lanes.FLOAT, b, q, ByteOrder.nativeOrder());
      var right = FloatVector.fromMemorySegment(Lanes.FLOAT, b, q + BYTES, ByteOrder.nativeOrder());
      var x = FloatVector.broadcast(Lanes.FLOAT, a[p]);
      c0l = Lanes.fma(x, left, c0l);
      c0r = Lanes.fma(x, right, c0r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + 1]);
      c1l = Lanes.fma(x, left, c1l);
      c1r = Lanes.fma(x, right, c1r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + 2]);
      c2l = Lanes.fma(x, left, c2l);
      c2r = Lanes.fma(x, right, c2r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + 3]);
      c3l = Lanes.fma(x, left, c3l);
      c3r = Lanes.fma(x, right, c3r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + second]);
      c4l = Lanes.fma(x, left, c4l);
      c4r = Lanes.fma(x, right, c4r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + second + 1]);
      c5l = Lanes.fma(x, left, c5l);
      c5r = Lanes.fma(x, right, c5r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + second + 2]);
      c6l = Lanes.fma(x, left, c6l);
      c6r = Lanes.fma(x, right, c6r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + second + 3]);
      c7l = Lanes.fma(x, left, c7l);
      c7r = Lanes.fma(x, right, c7r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + third]);
      c8l = Lanes.fma(x, left, c8l);
      c8r = Lanes.fma(x, right, c8r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + third + 1]);
      c9l = Lanes.fma(x, left, c9l);
      c9r = Lanes.fma(x, right, c9r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + third + 2]);
      c10l = Lanes.fma(x, left, c10l);
      c10r = Lanes.fma(x, right, c10r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + third + 3]);
      c11l = Lanes.fma(x, left, c11l);
      c11r = Lanes.fma(x, right, c11r);
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
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 8 * zWidth).add(c8l).intoArray(c, cp + 8 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 8 * zWidth + LANES)
        .add(c8r)
        .intoArray(c, cp + 8 * width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 9 * zWidth).add(c9l).intoArray(c, cp + 9 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 9 * zWidth + LANES)
        .add(c9r)
        .intoArray(c, cp + 9 * width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 10 * zWidth).add(c10l).intoArray(c, cp + 10 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 10 * zWidth + LANES)
        .add(c10r)
        .intoArray(c, cp + 10 * width + LANES);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 11 * zWidth).add(c11l).intoArray(c, cp + 11 * width);
    FloatVector.fromArray(Lanes.FLOAT, z, zp + 11 * zWidth + LANES)
        .add(c11r)
        .intoArray(c, cp + 11 * width + LANES);
  }

  private static void rows8(
      int depth,
      float[] a,
      int ap,
      MemorySegment b,
      int bp,
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
    int end = ap + 4 * depth;
    long origin = Float.BYTES * (long) bp - STEP * (long) ap;
    for (int p = ap; p < end; p += 4) {
      long q = origin + STEP * (long) p;
      var left = FloatVector.fromMemorySegment(Lanes.FLOAT, b, q, ByteOrder.nativeOrder());
      var right = FloatVector.fromMemorySegment(Lanes.FLOAT, b, q + BYTES, ByteOrder.nativeOrder());
      var x = FloatVector.broadcast(Lanes.FLOAT, a[p]);
      c0l = Lanes.fma(x, left, c0l);
      c0r = Lanes.fma(x, right, c0r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + 1]);
      c1l = Lanes.fma(x, left, c1l);
      c1r = Lanes.fma(x, right, c1r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + 2]);
      c2l = Lanes.fma(x, left, c2l);
      c2r = Lanes.fma(x, right, c2r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + 3]);
      c3l = Lanes.fma(x, left, c3l);
      c3r = Lanes.fma(x, right, c3r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + second]);
      c4l = Lanes.fma(x, left, c4l);
      c4r = Lanes.fma(x, right, c4r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + second + 1]);
      c5l = Lanes.fma(x, left, c5l);
      c5r = Lanes.fma(x, right, c5r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + second + 2]);
      c6l = Lanes.fma(x, left, c6l);
      c6r = Lanes.fma(x, right, c6r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + second + 3]);
      c7l = Lanes.fma(x, left, c7l);
      c7r = Lanes.fma(x, right, c7r);
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
      MemorySegment b,
      int bp,
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
    int end = ap + 4 * depth;
    long origin = Float.BYTES * (long) bp - STEP * (long) ap;
    for (int p = ap; p < end; p += 4) {
      long q = origin + STEP * (long) p;
      var left = FloatVector.fromMemorySegment(Lanes.FLOAT, b, q, ByteOrder.nativeOrder());
      var right = FloatVector.fromMemorySegment(Lanes.FLOAT, b, q + BYTES, ByteOrder.nativeOrder());
      var x = FloatVector.broadcast(Lanes.FLOAT, a[p]);
      c0l = Lanes.fma(x, left, c0l);
      c0r = Lanes.fma(x, right, c0r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + 1]);
      c1l = Lanes.fma(x, left, c1l);
      c1r = Lanes.fma(x, right, c1r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + 2]);
      c2l = Lanes.fma(x, left, c2l);
      c2r = Lanes.fma(x, right, c2r);
      x = FloatVector.broadcast(Lanes.FLOAT, a[p + 3]);
      c3l = Lanes.fma(x, left, c3l);
      c3r = Lanes.fma(x, right, c3r);
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
