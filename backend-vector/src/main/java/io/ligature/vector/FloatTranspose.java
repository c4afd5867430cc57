package io.ligature.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;

/// Squares of elements with rows and columns exchanged, as many rows as a vector has lanes.
///
/// ```text
/// zip the upper half of the rows with the lower half; after log2(lanes) times, rows are columns
/// ```
final class FloatTranspose {
  private static final int LANES = Lanes.FLOAT.length();

  /// Indices that zip the first halves of two vectors, for `selectFrom`: one instruction where the
  /// processor has it.
  static final FloatVector LOW = zip(0);

  /// Indices that zip the second halves.
  static final FloatVector HIGH = zip(LANES / 2);

  private static final FloatVector HALF_ON = on(LANES / 2);
  private static final FloatVector QUARTER_ON = on(LANES / 4);

  private FloatTranspose() {}

  private static FloatVector zip(int first) {
    return indices(i -> first + i / 2 + i % 2 * LANES);
  }

  /// {@return indices that move elements so many lanes down, around the end}
  private static FloatVector on(int lanes) {
    return indices(i -> (i + lanes) % LANES);
  }

  /// {@return indices for `selectFrom`}: those of the second vector go on behind the first one's
  static FloatVector indices(IntUnaryOperator from) {
    var indices = new float[LANES];
    for (int i = 0; i < LANES; i++) {
      indices[i] = from.applyAsInt(i);
    }
    return FloatVector.fromArray(Lanes.FLOAT, indices, 0);
  }

  /// Writes a square transposed to memory outside the heap: with places in elements.
  ///
  /// @param scratch room for a square
  static void square(
      float[] from, int at, int step, MemorySegment to, int toAt, int toStep, float[] scratch) {
    switch (LANES) {
      case 16 -> sixteen(from, at, step, to, toAt, toStep);
      case 8 -> {
        zipTwice(from, at, step, scratch);
        zipOnce(scratch, to, toAt, toStep);
      }
      case 4 -> {
        zipTwice(from, at, step, scratch);
        copy(scratch, to, toAt, toStep);
      }
      default -> {
        plain(from, at, step, scratch);
        copy(scratch, to, toAt, toStep);
      }
    }
  }

  private static void copy(float[] from, MemorySegment to, int toAt, int toStep) {
    for (int i = 0; i < LANES; i++) {
      FloatVector.fromArray(Lanes.FLOAT, from, i * LANES)
          .intoMemorySegment(to, bytes(toAt + i * toStep), ByteOrder.nativeOrder());
    }
  }

  /// All four zips in registers, of which there are 32: through memory they took nearly three times
  /// as long.
  private static void sixteen(
      float[] from, int at, int step, MemorySegment to, int toAt, int toStep) {
    var a0 = FloatVector.fromArray(Lanes.FLOAT, from, at);
    var a1 = FloatVector.fromArray(Lanes.FLOAT, from, at + step);
    var a2 = FloatVector.fromArray(Lanes.FLOAT, from, at + 2 * step);
    var a3 = FloatVector.fromArray(Lanes.FLOAT, from, at + 3 * step);
    var a4 = FloatVector.fromArray(Lanes.FLOAT, from, at + 4 * step);
    var a5 = FloatVector.fromArray(Lanes.FLOAT, from, at + 5 * step);
    var a6 = FloatVector.fromArray(Lanes.FLOAT, from, at + 6 * step);
    var a7 = FloatVector.fromArray(Lanes.FLOAT, from, at + 7 * step);
    var a8 = FloatVector.fromArray(Lanes.FLOAT, from, at + 8 * step);
    var a9 = FloatVector.fromArray(Lanes.FLOAT, from, at + 9 * step);
    var a10 = FloatVector.fromArray(Lanes.FLOAT, from, at + 10 * step);
    var a11 = FloatVector.fromArray(Lanes.FLOAT, from, at + 11 * step);
    var a12 = FloatVector.fromArray(Lanes.FLOAT, from, at + 12 * step);
    var a13 = FloatVector.fromArray(Lanes.FLOAT, from, at + 13 * step);
    var a14 = FloatVector.fromArray(Lanes.FLOAT, from, at + 14 * step);
    var a15 = FloatVector.fromArray(Lanes.FLOAT, from, at + 15 * step);
    var b0 = LOW.selectFrom(a0, a8);
    var b1 = HIGH.selectFrom(a0, a8);
    var b2 = LOW.selectFrom(a1, a9);
    var b3 = HIGH.selectFrom(a1, a9);
    var b4 = LOW.selectFrom(a2, a10);
    var b5 = HIGH.selectFrom(a2, a10);
    var b6 = LOW.selectFrom(a3, a11);
    var b7 = HIGH.selectFrom(a3, a11);
    var b8 = LOW.selectFrom(a4, a12);
    var b9 = HIGH.selectFrom(a4, a12);
    var b10 = LOW.selectFrom(a5, a13);
    var b11 = HIGH.selectFrom(a5, a13);
    var b12 = LOW.selectFrom(a6, a14);
    var b13 = HIGH.selectFrom(a6, a14);
    var b14 = LOW.selectFrom(a7, a15);
    var b15 = HIGH.selectFrom(a7, a15);
    var c0 = LOW.selectFrom(b0, b8);
    var c1 = HIGH.selectFrom(b0, b8);
    var c2 = LOW.selectFrom(b1, b9);
    var c3 = HIGH.selectFrom(b1, b9);
    var c4 = LOW.selectFrom(b2, b10);
    var c5 = HIGH.selectFrom(b2, b10);
    var c6 = LOW.selectFrom(b3, b11);
    var c7 = HIGH.selectFrom(b3, b11);
    var c8 = LOW.selectFrom(b4, b12);
    var c9 = HIGH.selectFrom(b4, b12);
    var c10 = LOW.selectFrom(b5, b13);
    var c11 = HIGH.selectFrom(b5, b13);
    var c12 = LOW.selectFrom(b6, b14);
    var c13 = HIGH.selectFrom(b6, b14);
    var c14 = LOW.selectFrom(b7, b15);
    var c15 = HIGH.selectFrom(b7, b15);
    var d0 = LOW.selectFrom(c0, c8);
    var d1 = HIGH.selectFrom(c0, c8);
    var d2 = LOW.selectFrom(c1, c9);
    var d3 = HIGH.selectFrom(c1, c9);
    var d4 = LOW.selectFrom(c2, c10);
    var d5 = HIGH.selectFrom(c2, c10);
    var d6 = LOW.selectFrom(c3, c11);
    var d7 = HIGH.selectFrom(c3, c11);
    var d8 = LOW.selectFrom(c4, c12);
    var d9 = HIGH.selectFrom(c4, c12);
    var d10 = LOW.selectFrom(c5, c13);
    var d11 = HIGH.selectFrom(c5, c13);
    var d12 = LOW.selectFrom(c6, c14);
    var d13 = HIGH.selectFrom(c6, c14);
    var d14 = LOW.selectFrom(c7, c15);
    var d15 = HIGH.selectFrom(c7, c15);
    var e0 = LOW.selectFrom(d0, d8);
    var e1 = HIGH.selectFrom(d0, d8);
    var e2 = LOW.selectFrom(d1, d9);
    var e3 = HIGH.selectFrom(d1, d9);
    var e4 = LOW.selectFrom(d2, d10);
    var e5 = HIGH.selectFrom(d2, d10);
    var e6 = LOW.selectFrom(d3, d11);
    var e7 = HIGH.selectFrom(d3, d11);
    var e8 = LOW.selectFrom(d4, d12);
    var e9 = HIGH.selectFrom(d4, d12);
    var e10 = LOW.selectFrom(d5, d13);
    var e11 = HIGH.selectFrom(d5, d13);
    var e12 = LOW.selectFrom(d6, d14);
    var e13 = HIGH.selectFrom(d6, d14);
    var e14 = LOW.selectFrom(d7, d15);
    var e15 = HIGH.selectFrom(d7, d15);
    var order = ByteOrder.nativeOrder();
    long q = bytes(toAt);
    long line = bytes(toStep);
    e0.intoMemorySegment(to, q, order);
    e1.intoMemorySegment(to, q + line, order);
    e2.intoMemorySegment(to, q + 2 * line, order);
    e3.intoMemorySegment(to, q + 3 * line, order);
    e4.intoMemorySegment(to, q + 4 * line, order);
    e5.intoMemorySegment(to, q + 5 * line, order);
    e6.intoMemorySegment(to, q + 6 * line, order);
    e7.intoMemorySegment(to, q + 7 * line, order);
    e8.intoMemorySegment(to, q + 8 * line, order);
    e9.intoMemorySegment(to, q + 9 * line, order);
    e10.intoMemorySegment(to, q + 10 * line, order);
    e11.intoMemorySegment(to, q + 11 * line, order);
    e12.intoMemorySegment(to, q + 12 * line, order);
    e13.intoMemorySegment(to, q + 13 * line, order);
    e14.intoMemorySegment(to, q + 14 * line, order);
    e15.intoMemorySegment(to, q + 15 * line, order);
  }

  private static void zipTwice(float[] from, int at, int step, float[] to) {
    for (int i = 0; i < LANES / 4; i++) {
      four(from, at + i * step, LANES / 4 * step, LANES, to, 4 * i * LANES);
    }
  }

  private static void plain(float[] from, int at, int step, float[] to) {
    for (int i = 0; i < LANES; i++) {
      for (int j = 0; j < LANES; j++) {
        to[j * LANES + i] = from[at + i * step + j];
      }
    }
  }

  private static long bytes(int elements) {
    return (long) elements * Float.BYTES;
  }

  private static void zipOnce(float[] from, MemorySegment to, int toAt, int toStep) {
    var order = ByteOrder.nativeOrder();
    for (int i = 0; i < LANES / 2; i++) {
      var a = FloatVector.fromArray(Lanes.FLOAT, from, i * LANES);
      var b = FloatVector.fromArray(Lanes.FLOAT, from, (i + LANES / 2) * LANES);
      int q = toAt + 2 * i * toStep;
      LOW.selectFrom(a, b).intoMemorySegment(to, bytes(q), order);
      HIGH.selectFrom(a, b).intoMemorySegment(to, bytes(q + toStep), order);
    }
  }

  /// Zips four rows into one: four elements, one of each, for each place.
  static void four(float[] from, int at, int step, int count, float[] to, int toAt) {
    int i = 0;
    if (LANES >= 4) {
      for (; i <= count - LANES; i += LANES) {
        int p = at + i;
        var a = FloatVector.fromArray(Lanes.FLOAT, from, p);
        var b = FloatVector.fromArray(Lanes.FLOAT, from, p + step);
        var c = FloatVector.fromArray(Lanes.FLOAT, from, p + 2 * step);
        var d = FloatVector.fromArray(Lanes.FLOAT, from, p + 3 * step);
        var firstLow = LOW.selectFrom(a, c);
        var firstHigh = HIGH.selectFrom(a, c);
        var secondLow = LOW.selectFrom(b, d);
        var secondHigh = HIGH.selectFrom(b, d);
        int q = toAt + 4 * i;
        LOW.selectFrom(firstLow, secondLow).intoArray(to, q);
        HIGH.selectFrom(firstLow, secondLow).intoArray(to, q + LANES);
        LOW.selectFrom(firstHigh, secondHigh).intoArray(to, q + 2 * LANES);
        HIGH.selectFrom(firstHigh, secondHigh).intoArray(to, q + 3 * LANES);
      }
    }
    for (; i < count; i++) {
      for (int row = 0; row < 4; row++) {
        to[toAt + 4 * i + row] = from[at + i + row * step];
      }
    }
  }

  /// Adds up four vectors, each in the same order.
  ///
  /// @param to gets four sums at `toAt`
  /// @param scratch room for four vectors
  static void sums(
      FloatVector a,
      FloatVector b,
      FloatVector c,
      FloatVector d,
      float[] to,
      int toAt,
      float[] scratch) {
    if (LANES < 4) {
      a.intoArray(scratch, 0);
      b.intoArray(scratch, LANES);
      c.intoArray(scratch, 2 * LANES);
      d.intoArray(scratch, 3 * LANES);
      for (int i = 0; i < 4; i++) {
        to[toAt + i] = scratch[i * LANES] + scratch[i * LANES + 1];
      }
      return;
    }
    var first = LOW.selectFrom(a, c).add(HIGH.selectFrom(a, c));
    var second = LOW.selectFrom(b, d).add(HIGH.selectFrom(b, d));
    var all = LOW.selectFrom(first, second).add(HIGH.selectFrom(first, second));
    if (LANES >= 8) {
      all = all.add(HALF_ON.selectFrom(all, all));
    }
    if (LANES >= 16) {
      all = all.add(QUARTER_ON.selectFrom(all, all));
    }
    all.intoArray(scratch, 0);
    to[toAt] = scratch[0];
    to[toAt + 1] = scratch[1];
    to[toAt + 2] = scratch[2];
    to[toAt + 3] = scratch[3];
  }
}
