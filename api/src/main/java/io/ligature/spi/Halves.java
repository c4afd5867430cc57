package io.ligature.spi;

/// Numbers in 16 bits, for kernels that convert: binary16 (FLOAT16), and the upper half of a
/// binary32 (BFLOAT16). Everything is rounded once, to nearest, ties to even.
///
/// Rounding first to float and then to half would round twice. Rounding to *odd* first keeps, in
/// the last bit, that something was cut off, and the second rounding comes out as if it were the
/// only one.
///
/// @see <a href="https://doi.org/10.1109/TC.2007.70819">Boldo and Melquiond (2008), Emulation of
///   FMA and correctly rounded sums: proved algorithms using rounding to odd</a>
public final class Halves {
  private static final long CUT = 0x3FFF; // what is left of a long, 50 bits, fits in a double

  private Halves() {}

  /// {@return the number that a BFLOAT16 is}. That of a FLOAT16 is [Float#float16ToFloat].
  public static float bfloat16ToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /// {@return the bits of the nearest FLOAT16}
  public static short float16(double x) {
    return Float.floatToFloat16(toOdd(x));
  }

  /// {@return the bits of the nearest FLOAT16}
  public static short float16(long x) {
    return float16(wide(x));
  }

  /// {@return the bits of the nearest BFLOAT16; a NaN stays one}
  public static short bfloat16(double x) {
    float odd = toOdd(x);
    int bits = Float.floatToRawIntBits(odd);
    if (Float.isNaN(odd)) {
      return (short) ((bits >>> 16) | 0x40); // still a NaN if its payload was all in the lower half
    }
    int half = 0x7FFF + ((bits >>> 16) & 1);
    return (short) ((bits + half) >>> 16);
  }

  /// {@return the bits of the nearest BFLOAT16}
  public static short bfloat16(long x) {
    return bfloat16(wide(x));
  }

  /// {@return the float itself if `x` is one, else the neighbour whose last bit is 1}
  private static float toOdd(double x) {
    float nearest = (float) x;
    if (nearest == x || Double.isNaN(x)) {
      return nearest;
    }
    int bits = Float.floatToRawIntBits(nearest);
    int towardsZero = Math.abs(nearest) > Math.abs(x) ? bits - 1 : bits;
    return Float.intBitsToFloat(towardsZero | 1);
  }

  /// {@return a whole number as double, rounded to odd if it is too long}
  private static double wide(long x) {
    if (Math.abs(x) >>> 53 == 0) {
      return x;
    }
    return (x & ~CUT) | ((x & CUT) == 0 ? 0 : CUT + 1);
  }
}
