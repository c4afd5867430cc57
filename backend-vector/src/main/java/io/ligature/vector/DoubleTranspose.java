package io.ligature.vector;

import jdk.incubator.vector.DoubleVector;

/// Squares of elements with rows and columns exchanged, as many rows as a vector has lanes.
///
/// ```text
/// zip the upper half of the rows with the lower half; after log2(lanes) times, rows are columns
/// ```
///
/// Two zips at a time run in registers.
final class DoubleTranspose {
  private static final int LANES = DoubleLanes.SPECIES.length();

  /// Indices that zip the first halves of two vectors, for `selectFrom`: one instruction where the
  /// processor has it.
  static final DoubleVector LOW = zip(0);

  /// Indices that zip the second halves.
  static final DoubleVector HIGH = zip(LANES / 2);

  private DoubleTranspose() {}

  private static DoubleVector zip(int first) {
    var indices = new double[LANES];
    for (int i = 0; i < LANES; i++) {
      indices[i] = first + i / 2 + i % 2 * LANES;
    }
    return DoubleVector.fromArray(DoubleLanes.SPECIES, indices, 0);
  }

  /// Writes a square transposed.
  ///
  /// @param scratch room for a square
  static void square(
      double[] from, int at, int step, double[] to, int toAt, int toStep, double[] scratch) {
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

  private static void zipTwice(double[] from, int at, int step, double[] to, int toAt, int toStep) {
    int quarter = LANES / 4 * step;
    for (int i = 0; i < LANES / 4; i++) {
      int p = at + i * step;
      var a = DoubleVector.fromArray(DoubleLanes.SPECIES, from, p);
      var b = DoubleVector.fromArray(DoubleLanes.SPECIES, from, p + quarter);
      var c = DoubleVector.fromArray(DoubleLanes.SPECIES, from, p + 2 * quarter);
      var d = DoubleVector.fromArray(DoubleLanes.SPECIES, from, p + 3 * quarter);
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

  private static void zipOnce(double[] from, double[] to, int toAt, int toStep) {
    for (int i = 0; i < LANES / 2; i++) {
      var a = DoubleVector.fromArray(DoubleLanes.SPECIES, from, i * LANES);
      var b = DoubleVector.fromArray(DoubleLanes.SPECIES, from, (i + LANES / 2) * LANES);
      int q = toAt + 2 * i * toStep;
      LOW.selectFrom(a, b).intoArray(to, q);
      HIGH.selectFrom(a, b).intoArray(to, q + toStep);
    }
  }

  private static void plain(double[] from, int at, int step, double[] to, int toAt, int toStep) {
    for (int i = 0; i < LANES; i++) {
      for (int j = 0; j < LANES; j++) {
        to[toAt + j * toStep + i] = from[at + i * step + j];
      }
    }
  }

  /// Zips four rows into one: four elements, one of each, for each place.
  static void four(double[] from, int at, int step, int count, double[] to, int toAt) {
    int i = 0;
    if (LANES >= 4) {
      for (; i <= count - LANES; i += LANES) {
        int p = at + i;
        var a = DoubleVector.fromArray(DoubleLanes.SPECIES, from, p);
        var b = DoubleVector.fromArray(DoubleLanes.SPECIES, from, p + step);
        var c = DoubleVector.fromArray(DoubleLanes.SPECIES, from, p + 2 * step);
        var d = DoubleVector.fromArray(DoubleLanes.SPECIES, from, p + 3 * step);
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
      DoubleVector a,
      DoubleVector b,
      DoubleVector c,
      DoubleVector d,
      double[] to,
      int toAt,
      double[] scratch) {
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
      double sum = scratch[i];
      for (int j = 4; j < LANES; j += 4) {
        sum += scratch[i + j];
      }
      to[toAt + i] = sum;
    }
  }
}
