package io.ligature;

import io.ligature.spi.HeapStorage;

/// Elements of one type in a Java array, read as whichever kind of number is wanted.
///
/// Conversions are those of the `copy` kernel: from real to whole numbers towards zero, NaN to 0,
/// saturating; between whole numbers the low bits; to truth, whether it is not 0.
final class Elements {
  private final HeapStorage storage;
  private final DType dtype;
  private final Object array;

  Elements(HeapStorage storage) {
    this.storage = storage;
    dtype = storage.dtype();
    array = storage.array();
  }

  DType dtype() {
    return dtype;
  }

  double real(int i) {
    return storage.real(i);
  }

  long whole(int i) {
    return storage.whole(i);
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
