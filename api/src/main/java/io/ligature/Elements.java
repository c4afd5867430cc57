package io.ligature;

import io.ligature.spi.HeapStorage;

/// Elements of one type in a Java array, read as whichever kind of number is wanted.
///
/// Conversions are those of the `copy` kernel: from real to whole numbers towards zero, NaN to 0,
/// saturating; between whole numbers the low bits; to truth, whether it is not 0.
final class Elements {
  private final DType dtype;
  private final Object array;

  /// Wraps an array of the type that [HeapStorage] uses for `dtype`.
  Elements(DType dtype, Object array) {
    this.dtype = dtype;
    this.array = array;
  }

  DType dtype() {
    return dtype;
  }

  /// {@return element `i` as a real number}
  double real(int i) {
    return switch (dtype) {
      case FLOAT32 -> ((float[]) array)[i];
      case FLOAT64 -> ((double[]) array)[i];
      case FLOAT16 -> Float.float16ToFloat(((short[]) array)[i]);
      case BFLOAT16 -> Float.intBitsToFloat(((short[]) array)[i] << 16);
      case INT32, INT64, INT8, UINT8, BOOL -> whole(i);
    };
  }

  /// {@return element `i` as a whole number}
  long whole(int i) {
    return switch (dtype) {
      case INT32 -> ((int[]) array)[i];
      case INT64 -> ((long[]) array)[i];
      case INT8, BOOL -> ((byte[]) array)[i];
      case UINT8 -> ((byte[]) array)[i] & 0xFF;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> (long) real(i);
    };
  }

  /// {@return whether element `i` is not 0}
  boolean truth(int i) {
    return dtype.isFloating() ? real(i) != 0 : whole(i) != 0;
  }

  float[] toFloats(int count) {
    if (array instanceof float[] same) {
      return same;
    }
    var result = new float[count];
    for (int i = 0; i < count; i++) {
      result[i] = dtype.isFloating() ? (float) real(i) : (float) whole(i); // rounded once
    }
    return result;
  }

  double[] toDoubles(int count) {
    if (array instanceof double[] same) {
      return same;
    }
    var result = new double[count];
    for (int i = 0; i < count; i++) {
      result[i] = real(i);
    }
    return result;
  }

  long[] toLongs(int count) {
    if (array instanceof long[] same) {
      return same;
    }
    var result = new long[count];
    for (int i = 0; i < count; i++) {
      result[i] = whole(i);
    }
    return result;
  }

  int[] toInts(int count) {
    if (array instanceof int[] same) {
      return same;
    }
    var result = new int[count];
    for (int i = 0; i < count; i++) {
      result[i] = dtype.isFloating() ? (int) real(i) : (int) whole(i); // saturates, or low bits
    }
    return result;
  }

  byte[] toBytes(int count) {
    if (array instanceof byte[] same) {
      return same;
    }
    var result = new byte[count];
    for (int i = 0; i < count; i++) {
      result[i] = (byte) (dtype.isFloating() ? Math.clamp(whole(i), -128, 127) : whole(i));
    }
    return result;
  }

  boolean[] toBooleans(int count) {
    var result = new boolean[count];
    for (int i = 0; i < count; i++) {
      result[i] = truth(i);
    }
    return result;
  }
}
