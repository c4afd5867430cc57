package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.op.Op;

/// The numbers that operands hold.
enum Values {
  /// Around 0, most of them below 10.
  ORDINARY,
  /// Above 0.
  POSITIVE,
  /// Between -1 and 1.
  UNIT,
  /// Above 1.
  ABOVE_ONE,
  /// Of magnitude 1/2 to 2, so that products stay in range.
  NEAR_ONE,
  /// Few different ones, so that many are equal; 0 is there with both signs.
  REPEATING,
  /// Those that kernels forget: NaN, infinities, -0.0, subnormals, the limits of whole numbers.
  SPECIAL,
  /// Some special ones among ordinary ones, in no danger of overflowing in a sum.
  SPRINKLED,
  /// One tenth everywhere: roundings of a long sum that all go the same way.
  TENTH;

  private static final double[] REALS = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    3.5,
    -7,
    100.25,
    1e-3,
    -1e-3,
    1e-10,
    1e10,
    -1e10,
    0.1,
    Math.PI,
    Math.PI / 2,
    16777217,
    2147483648.0,
    -2147483648.0,
    4294967296.0,
    9007199254740993.0,
    0x1p63,
    -0x1p63,
    88.5,
    89,
    -87.5,
    -103.5,
    -104.5,
    709.5,
    710,
    -745,
    -746,
    65504,
    65520,
    1e-30,
    -1e-30,
    3e38,
    1e300,
    -1e300,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    3 * Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL / 3,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0x1.000002p0,
    0x1.fffffep-1,
    0x1.0000000000001p0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final long[] WHOLES = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    -3,
    7,
    10,
    31,
    32,
    33,
    63,
    64,
    65,
    -31,
    -32,
    -33,
    -64,
    127,
    128,
    -128,
    -129,
    255,
    256,
    65535,
    65536,
    46341,
    1L << 24,
    (1L << 24) + 1,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1L,
    1L << 31,
    1L << 32,
    (1L << 32) + 1,
    (1L << 53) + 1,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1
  };

  /// {@return those ordinary numbers on which a function is interesting}
  static Values of(Op.Unary op) {
    return switch (op) {
      case LOG, LOG2, LOG10, SQRT, RSQRT -> POSITIVE;
      case ASIN, ACOS, ATANH -> UNIT;
      case ACOSH -> ABOVE_ONE;
      default -> ORDINARY;
    };
  }

  /// {@return how many special numbers there are in a type}
  static int specials(DType dtype) {
    return dtype == DType.BOOL ? 2 : dtype.isFloating() ? REALS.length : WHOLES.length;
  }

  /// {@return the bits of a special number}
  static long special(DType dtype, int i) {
    if (dtype == DType.BOOL) {
      return i % 2;
    }
    return dtype.isFloating()
        ? Cells.bits(dtype, REALS[i % REALS.length])
        : Cells.bits(dtype, WHOLES[i % WHOLES.length]);
  }

  Cells cells(DType dtype, int length, Draw draw) {
    var cells = Cells.of(dtype, length);
    for (int i = 0; i < length; i++) {
      cells.bits()[i] = this == SPECIAL ? special(dtype, i) : bits(dtype, draw);
    }
    return cells;
  }

  private long bits(DType dtype, Draw draw) {
    if (dtype == DType.BOOL) {
      return draw.between(0, 1);
    }
    return dtype.isFloating()
        ? Cells.bits(dtype, real(draw))
        : Cells.bits(dtype, whole(dtype, draw));
  }

  private double real(Draw draw) {
    return switch (this) {
      case ORDINARY, SPECIAL -> draw.normal() * draw.of(0.1, 1.0, 3.0);
      case POSITIVE -> Math.exp(draw.normal() * 2);
      case UNIT -> draw.real(-1, 1);
      case ABOVE_ONE -> 1 + Math.exp(draw.normal() * 2);
      case NEAR_ONE -> draw.real(0.5, 2) * draw.of(1.0, -1.0);
      case REPEATING -> draw.of(0.0, -0.0, 1.0, -1.0, 2.0, -3.5);
      case SPRINKLED ->
          draw.chance(0.9)
              ? draw.real(-2, 2)
              : draw.of(
                  Double.NaN,
                  Double.POSITIVE_INFINITY,
                  Double.NEGATIVE_INFINITY,
                  -0.0,
                  (double) Float.MIN_VALUE);
      case TENTH -> 0.1;
    };
  }

  private long whole(DType dtype, Draw draw) {
    return switch (this) {
      case REPEATING -> draw.between(-2, 2);
      case NEAR_ONE -> draw.of(1L, -1L, 2L, 3L);
      case SPRINKLED ->
          draw.chance(0.7)
              ? draw.between(-9, 9)
              : special(dtype, draw.between(0, WHOLES.length - 1));
      default -> draw.chance(0.7) ? draw.between(-99, 99) : draw.bits();
    };
  }
}
