package io.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.util.Arrays;

/// Values that attract mistakes, and how far from the exact result one may be.
final class Numbers {
  /// Real numbers: signs of zero, ends of ranges, subnormals, ties, where digits vanish.
  static final double[] REALS = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    3,
    -3.25,
    0.1,
    -0.1,
    0.9375,
    -0.9375,
    7,
    -10,
    39.5,
    41,
    88.5,
    -103,
    709.5,
    -745,
    1e-8,
    -1e-8,
    1e-30,
    1e30,
    -1e30,
    16777217,
    0x1p53 + 1,
    Math.PI / 2,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  private Numbers() {}

  /// {@return whole numbers of a type: the ends of its range, and around 0}
  static long[] wholes(DType dtype) {
    long[] all = {
      0,
      1,
      -1,
      2,
      -2,
      3,
      7,
      -7,
      31,
      33,
      63,
      -64,
      100,
      127,
      -128,
      255,
      1L << 24,
      (1L << 24) + 1,
      Integer.MAX_VALUE,
      Integer.MAX_VALUE - 1,
      Integer.MIN_VALUE,
      Integer.MIN_VALUE + 1,
      1L << 32,
      (1L << 53) + 1,
      Long.MAX_VALUE,
      Long.MAX_VALUE - 1,
      Long.MIN_VALUE,
      Long.MIN_VALUE + 1
    };
    return Arrays.stream(all).filter(dtype::holds).toArray();
  }

  /// {@return these numbers as a vector of a type}
  static Tensor tensor(DType dtype, double... values) {
    return Tensor.of(values).to(dtype);
  }

  /// {@return these numbers as a vector of a type}
  static Tensor tensor(DType dtype, long... values) {
    return Tensor.of(values).to(dtype);
  }

  /// {@return the low bits of an exact whole number, as a type keeps them}
  static long wrapped(DType dtype, BigInteger exact) {
    return dtype == DType.INT32 ? exact.intValue() : exact.longValue();
  }

  /// Checks a result against the exact one rounded to the result's type: NaN, infinities and signs
  /// of zero as they are, the rest within so many units in the last place.
  ///
  /// @param absolute how much more it may be off, where digits vanish
  static void assertWithin(
      double ulps, double absolute, DType dtype, double exact, double found, String what) {
    double expected = dtype == DType.FLOAT64 ? exact : (float) exact;
    if (Double.compare(expected, found) == 0) {
      return;
    }
    double unit = dtype == DType.FLOAT64 ? Math.ulp(expected) : Math.ulp((float) expected);
    boolean finite = Double.isFinite(expected) && Double.isFinite(found);
    boolean signed = expected != 0 || found != 0 || absolute > 0;
    if (!(finite && signed && Math.abs(found - expected) <= ulps * unit + absolute)) {
      fail(
          what
              + " of "
              + dtype
              + " should be "
              + expected
              + " within "
              + ulps
              + " ulp + "
              + absolute
              + " and is "
              + found);
    }
  }

  static void assertType(DType dtype, Tensor found, String what) {
    assertEquals(dtype, found.dtype(), what);
  }
}
