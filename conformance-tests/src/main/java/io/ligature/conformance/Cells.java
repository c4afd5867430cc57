package io.ligature.conformance;

import io.ligature.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.Arrays;

/// Elements of one type on the host, as raw bits; what the device holds is compared with these.
///
/// Conversions are the plainest that can be thought of, and share nothing with a backend's.
final class Cells {
  private final DType dtype;
  private final long[] bits;

  private Cells(DType dtype, long[] bits) {
    this.dtype = dtype;
    this.bits = bits;
  }

  DType dtype() {
    return dtype;
  }

  /// {@return an element each, in the low bits; not a copy}
  long[] bits() {
    return bits;
  }

  static Cells of(DType dtype, int length) {
    return new Cells(dtype, new long[length]);
  }

  /// {@return these, all of one pattern of bits}
  Cells fill(long pattern) {
    long mask = dtype.bytes() == 8 ? -1 : (1L << (8 * dtype.bytes())) - 1;
    Arrays.fill(bits, pattern & mask);
    return this;
  }

  /// {@return whether an element is the same bit by bit, or NaN in both: which NaN arithmetic makes
  /// is up to the processor, and to the compiler}
  boolean same(Cells other, int i) {
    return bits[i] == other.bits[i]
        || (dtype.isFloating() && Double.isNaN(real(i)) && Double.isNaN(other.real(i)));
  }

  /// Makes zeros of what a device that flushes subnormals takes for zeros.
  void flush() {
    double least = dtype == DType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    for (int i = 0; dtype.isFloating() && i < bits.length; i++) {
      if (Math.abs(real(i)) < least) {
        bits[i] = bits(dtype, Math.copySign(0.0, real(i)));
      }
    }
  }

  int length() {
    return bits.length;
  }

  /// {@return an element of any type as a real number}
  double real(int i) {
    return real(dtype, bits[i]);
  }

  /// {@return an element of a type of whole numbers, or BOOL}
  long whole(int i) {
    return whole(dtype, bits[i]);
  }

  static double real(DType dtype, long bits) {
    return switch (dtype) {
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      case FLOAT64 -> Double.longBitsToDouble(bits);
      case FLOAT16 -> Float.float16ToFloat((short) bits);
      case BFLOAT16 -> Float.intBitsToFloat((int) bits << 16);
      case INT32, INT64, BOOL, INT8, UINT8 -> whole(dtype, bits);
    };
  }

  static long whole(DType dtype, long bits) {
    return switch (dtype) {
      case INT32 -> (int) bits;
      case INT64 -> bits;
      case INT8 -> (byte) bits;
      case BOOL, UINT8 -> bits & 0xFF;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
          throw new IllegalStateException(dtype + " is real");
    };
  }

  /// {@return the bits of a real number in a type: nearest, ties to even; to whole numbers towards
  /// zero, NaN to 0, saturating; to BOOL whether it is not 0}
  static long bits(DType dtype, double x) {
    return switch (dtype) {
      case FLOAT32 -> Float.floatToRawIntBits((float) x) & 0xFFFFFFFFL;
      case FLOAT64 -> Double.doubleToRawLongBits(x);
      case FLOAT16, BFLOAT16 -> Double.isFinite(x) ? nearest(dtype, x) : special(dtype, x);
      case INT32 -> (int) x & 0xFFFFFFFFL;
      case INT64 -> (long) x;
      case INT8 -> Math.clamp((long) x, -128, 127) & 0xFF;
      case UINT8 -> Math.clamp((long) x, 0, 255);
      case BOOL -> x != 0 ? 1 : 0;
    };
  }

  /// {@return the bits of a whole number in a type: the low ones; of real types the nearest, ties
  /// to even; of BOOL whether it is not 0}
  static long bits(DType dtype, long x) {
    return switch (dtype) {
      case FLOAT32 -> Float.floatToRawIntBits((float) x) & 0xFFFFFFFFL;
      case FLOAT64 -> Double.doubleToRawLongBits((double) x);
      case FLOAT16, BFLOAT16 -> nearest(dtype, x);
      case INT32 -> x & 0xFFFFFFFFL;
      case INT64 -> x;
      case INT8, UINT8 -> x & 0xFF;
      case BOOL -> x != 0 ? 1 : 0;
    };
  }

  private static long special(DType half, double x) {
    long infinity = half == DType.FLOAT16 ? 0x7C00 : 0x7F80;
    return Double.isNaN(x) ? infinity | 0x40 : x > 0 ? infinity : infinity | 0x8000;
  }

  private static long nearest(DType half, double x) {
    long sign = Double.doubleToRawLongBits(x) < 0 ? 0x8000 : 0;
    return sign | nearest(half, new BigDecimal(x).abs());
  }

  private static long nearest(DType half, long x) {
    return (x < 0 ? 0x8000 : 0) | nearest(half, new BigDecimal(x).abs());
  }

  /// Halves the interval in which the magnitude lies until two neighbours are left; infinity counts
  /// as the number that would come next.
  private static long nearest(DType half, BigDecimal x) {
    int low = 0;
    int high = half == DType.FLOAT16 ? 0x7C00 : 0x7F80;
    if (x.compareTo(magnitude(half, high)) >= 0) {
      return high;
    }
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (magnitude(half, middle).compareTo(x) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    int nearer = x.subtract(magnitude(half, low)).compareTo(magnitude(half, high).subtract(x));
    return nearer < 0 || (nearer == 0 && low % 2 == 0) ? low : high;
  }

  private static BigDecimal magnitude(DType half, int bits) {
    boolean infinite = bits == (half == DType.FLOAT16 ? 0x7C00 : 0x7F80);
    double overflow = half == DType.FLOAT16 ? 0x1p16 : 0x1p128;
    return new BigDecimal(infinite ? overflow : real(half, bits));
  }

  /// {@return the elements as a device stores them}
  MemorySegment segment() {
    var segment = MemorySegment.ofArray(new long[(bits.length * dtype.bytes() + 7) / 8]);
    for (int i = 0; i < bits.length; i++) {
      switch (dtype.bytes()) {
        case 1 -> segment.setAtIndex(ValueLayout.JAVA_BYTE, i, (byte) bits[i]);
        case 2 -> segment.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) bits[i]);
        case 4 -> segment.setAtIndex(ValueLayout.JAVA_INT, i, (int) bits[i]);
        default -> segment.setAtIndex(ValueLayout.JAVA_LONG, i, bits[i]);
      }
    }
    return segment;
  }

  /// {@return elements as a device stored them}
  static Cells of(DType dtype, int length, MemorySegment segment) {
    var cells = of(dtype, length);
    for (int i = 0; i < length; i++) {
      cells.bits[i] =
          switch (dtype.bytes()) {
            case 1 -> segment.getAtIndex(ValueLayout.JAVA_BYTE, i) & 0xFFL;
            case 2 -> segment.getAtIndex(ValueLayout.JAVA_SHORT, i) & 0xFFFFL;
            case 4 -> segment.getAtIndex(ValueLayout.JAVA_INT, i) & 0xFFFFFFFFL;
            default -> segment.getAtIndex(ValueLayout.JAVA_LONG, i);
          };
    }
    return cells;
  }

  /// {@return an element as messages show it: the number, and the bits of real ones}
  String show(int i) {
    return show(dtype, bits[i]);
  }

  static String show(DType dtype, long bits) {
    return dtype.isFloating()
        ? "%s (bits %x)"
            .formatted(
                dtype == DType.FLOAT64 ? "" + real(dtype, bits) : "" + (float) real(dtype, bits),
                bits)
        : "" + whole(dtype, bits);
  }
}
