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
///
/// Two zips at a time run in registers.
final class FloatTranspose {
  private static final int LANES = Lanes.FLOAT.length();

  /// Indices that zip the first halves of two vectors, for `selectFrom`: one instruction where the
  /// processor has it.
  static final FloatVector LOW = zip(0);

  /// Indices that zip the second halves.
  static final FloatVector HIGH = zip(LANES / 2);

  private FloatTranspose() {}

  private static FloatVector zip(int first) {
    return indices(i -> first + i / 2 + i % 2 * LANES);
  }

  /// {@return indices for `selectFrom`}: those of the second vector go on behind the first one's
  static FloatVector indices(IntUnaryOperator from) {
    var indices = new float[LANES];
    for (int i = 0; i < LANES; i++) {
      indices[i] = from.applyAsInt(i);
    }
    return FloatVector.fromArray(Lanes.FLOAT, indices, 0);
  }

  /// Writes a square transposed.
  ///
  /// @param scratch room for a square
  static void square(
      float[] from, int at, int step, float[] to, int toAt, int toStep, float[] scratch) {
    switch (LANES) {
      case 16 -> {
        zipTwice(from, at, step, scratch, 0, LANES);
        zipTwice(scratch, 0, LANES, to, toAt, toStep);
      }
      case 8 -> {
        zipTwice(from, at, step, scratch, 0, LANES);
        zipOnce(scratch, to, toAt, toStep);
      }
      case 4 -> zipTwice(from, at, step, to, toAt, toStep);
      default -> plain(from, at, step, to, toAt, toStep);
    }
  }

  private static void zipTwice(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    int quarter = LANES / 4 * step;
    for (int i = 0; i < LANES / 4; i++) {
      int p = at + i * step;
      var a = FloatVector.fromArray(Lanes.FLOAT, from, p);
      var b = FloatVector.fromArray(Lanes.FLOAT, from, p + quarter);
      var c = FloatVector.fromArray(Lanes.FLOAT, from, p + 2 * quarter);
      var d = FloatVector.fromArray(Lanes.FLOAT, from, p + 3 * quarter);
      var firstLow = LOW.selectFrom(a, c);
      var firstHigh = HIGH.selectFrom(a, c);
      var secondLow = LOW.selectFrom(b, d);
      var secondHigh = HIGH.selectFrom(b, d);
      int q = toAt + 4 * i * toStep;
      LOW.selectFrom(firstLow, secondLow).intoArray(to, q);
      HIGH.selectFrom(firstLow, secondLow).intoArray(to, q + toStep);
      LOW.selectFrom(firstHigh, secondHigh).intoArray(to, q + 2 * toStep);
      HIGH.selectFrom(firstHigh, secondHigh).intoArray(to, q + 3 * toStep);
    }
  }

  private static void zipOnce(float[] from, float[] to, int toAt, int toStep) {
    for (int i = 0; i < LANES / 2; i++) {
      var a = FloatVector.fromArray(Lanes.FLOAT, from, i * LANES);
      var b = FloatVector.fromArray(Lanes.FLOAT, from, (i + LANES / 2) * LANES);
      int q = toAt + 2 * i * toStep;
      LOW.selectFrom(a, b).intoArray(to, q);
      HIGH.selectFrom(a, b).intoArray(to, q + toStep);
    }
  }

  private static void plain(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    for (int i = 0; i < LANES; i++) {
      for (int j = 0; j < LANES; j++) {
        to[toAt + j * toStep + i] = from[at + i * step + j];
      }
    }
  }

  /// Writes a square transposed to memory outside the heap: with places in elements.
  static void square(
      float[] from, int at, int step, MemorySegment to, int toAt, int toStep, float[] scratch) {
    switch (LANES) {
      case 16 -> {
        zipTwice(from, at, step, scratch, 0, LANES);
        zipTwice(scratch, to, toAt, toStep);
      }
      case 8 -> {
        zipTwice(from, at, step, scratch, 0, LANES);
        zipOnce(scratch, to, toAt, toStep);
      }
      default -> {
        square(from, at, step, scratch, 0, LANES, new float[LANES * LANES]);
        for (int i = 0; i < LANES; i++) {
          FloatVector.fromArray(Lanes.FLOAT, scratch, i * LANES)
              .intoMemorySegment(to, bytes(toAt + i * toStep), ByteOrder.nativeOrder());
        }
      }
    }
  }

  private static long bytes(int elements) {
    return (long) elements * Float.BYTES;
  }

  private static void zipTwice(float[] from, MemorySegment to, int toAt, int toStep) {
    var order = ByteOrder.nativeOrder();
    for (int i = 0; i < LANES / 4; i++) {
      int p = i * LANES;
      var a = FloatVector.fromArray(Lanes.FLOAT, from, p);
      var b = FloatVector.fromArray(Lanes.FLOAT, from, p + LANES / 4 * LANES);
      var c = FloatVector.fromArray(Lanes.FLOAT, from, p + LANES / 2 * LANES);
      var d = FloatVector.fromArray(Lanes.FLOAT, from, p + LANES / 4 * 3 * LANES);
      var firstLow = LOW.selectFrom(a, c);
      var firstHigh = HIGH.selectFrom(a, c);
      var secondLow = LOW.selectFrom(b, d);
      var secondHigh = HIGH.selectFrom(b, d);
      int q = toAt + 4 * i * toStep;
      LOW.selectFrom(firstLow, secondLow).intoMemorySegment(to, bytes(q), order);
      HIGH.selectFrom(firstLow, secondLow).intoMemorySegment(to, bytes(q + toStep), order);
      LOW.selectFrom(firstHigh, secondHigh).intoMemorySegment(to, bytes(q + 2 * toStep), order);
      HIGH.selectFrom(firstHigh, secondHigh).intoMemorySegment(to, bytes(q + 3 * toStep), order);
    }
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
    LOW.selectFrom(first, second).add(HIGH.selectFrom(first, second)).intoArray(scratch, 0);
    for (int i = 0; i < 4; i++) {
      float sum = scratch[i];
      for (int j = 4; j < LANES; j += 4) {
        sum += scratch[i + j];
      }
      to[toAt + i] = sum;
    }
  }
}
