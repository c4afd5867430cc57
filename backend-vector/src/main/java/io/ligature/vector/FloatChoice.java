package io.ligature.vector;

import io.ligature.op.Op;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Comparisons of FLOAT32 elements, and choices between them, where operands lie side by side or
/// are one element again and again.
///
/// A plain loop makes a jump of each comparison, which the processor guesses wrong half of the
/// time.
final class FloatChoice {
  private static final int LANES = Lanes.FLOAT.length();
  private static final int PIECE = 512; // elements for which one element is repeated

  private FloatChoice() {}

  /// {@return whether there are vectors of as many bytes as floats, and these distances are 1 or 0}
  static boolean suits(int... steps) {
    for (int step : steps) {
      if (step != 0 && step != 1) {
        return false;
      }
    }
    return LANES >= 8;
  }

  /// Vectors of bytes, in a class of their own because there are none of four bytes.
  private static final class Bytes {
    static final VectorSpecies<Byte> SPECIES =
        VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));
  }

  /// An operand, of which one element may stand for all.
  private static final class Operand {
    private final float[] array;
    private final int at;
    private final int step;

    Operand(float[] from, int p, int step, int n) {
      this.step = step;
      if (step == 1) {
        array = from;
        at = p;
      } else {
        array = new float[Math.min(n, PIECE)];
        at = 0;
        Arrays.fill(array, from[p]);
      }
    }

    int at(int i) {
      return at + i * step;
    }
  }

  /// Writes 1 where the comparison holds, else 0.
  static void compare(
      Op.Compare op, float[] x, int p, int dp, float[] y, int q, int dq, byte[] z, int o, int n) {
    if (n == 0) {
      return;
    }
    boolean turned = op == Op.Compare.GT || op == Op.Compare.GE;
    var a = turned ? new Operand(y, q, dq, n) : new Operand(x, p, dp, n);
    var b = turned ? new Operand(x, p, dp, n) : new Operand(y, q, dq, n);
    for (int i = 0; i < n; i += PIECE) {
      int count = Math.min(PIECE, n - i);
      switch (op) {
        case EQ -> equal(a.array, a.at(i), b.array, b.at(i), (byte) 1, z, o + i, count);
        case NE -> equal(a.array, a.at(i), b.array, b.at(i), (byte) 0, z, o + i, count);
        case LT, GT -> less(a.array, a.at(i), b.array, b.at(i), z, o + i, count);
        case LE, GE -> atMost(a.array, a.at(i), b.array, b.at(i), z, o + i, count);
      }
    }
  }

  private static void equal(float[] x, int p, float[] y, int q, byte yes, byte[] z, int o, int n) {
    var no = ByteVector.broadcast(Bytes.SPECIES, 1 - yes);
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      var found = v.eq(FloatVector.fromArray(Lanes.FLOAT, y, q + i, mask));
      no.blend(yes, found.cast(Bytes.SPECIES)).intoArray(z, o + i, mask.cast(Bytes.SPECIES));
    }
  }

  private static void less(float[] x, int p, float[] y, int q, byte[] z, int o, int n) {
    var no = ByteVector.zero(Bytes.SPECIES);
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      var found = v.lt(FloatVector.fromArray(Lanes.FLOAT, y, q + i, mask));
      no.blend((byte) 1, found.cast(Bytes.SPECIES)).intoArray(z, o + i, mask.cast(Bytes.SPECIES));
    }
  }

  private static void atMost(float[] x, int p, float[] y, int q, byte[] z, int o, int n) {
    var no = ByteVector.zero(Bytes.SPECIES);
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask);
      var w = FloatVector.fromArray(Lanes.FLOAT, y, q + i, mask);
      var found = v.compare(VectorOperators.LE, w);
      no.blend((byte) 1, found.cast(Bytes.SPECIES)).intoArray(z, o + i, mask.cast(Bytes.SPECIES));
    }
  }

  /// Writes x where the condition is true, else y.
  static void where(
      byte[] test,
      int t,
      float[] x,
      int p,
      int dp,
      float[] y,
      int q,
      int dq,
      float[] z,
      int o,
      int n) {
    if (n == 0) {
      return;
    }
    var a = new Operand(x, p, dp, n);
    var b = new Operand(y, q, dq, n);
    for (int i = 0; i < n; i += PIECE) {
      int count = Math.min(PIECE, n - i);
      choose(test, t + i, a.array, a.at(i), b.array, b.at(i), z, o + i, count);
    }
  }

  private static void choose(
      byte[] test, int t, float[] x, int p, float[] y, int q, float[] z, int o, int n) {
    for (int i = 0; i < n; i += LANES) {
      var mask = Lanes.FLOAT.indexInRange(i, n);
      var c = ByteVector.fromArray(Bytes.SPECIES, test, t + i, mask.cast(Bytes.SPECIES));
      VectorMask<Float> yes = c.compare(VectorOperators.NE, (byte) 0).cast(Lanes.FLOAT);
      FloatVector.fromArray(Lanes.FLOAT, y, q + i, mask)
          .blend(FloatVector.fromArray(Lanes.FLOAT, x, p + i, mask), yes)
          .intoArray(z, o + i, mask);
    }
  }
}
