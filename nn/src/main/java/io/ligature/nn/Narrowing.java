package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Tensor;

/// What a cast loses.
final class Narrowing {
  private Narrowing() {}

  /// {@return whether every value of `narrow` is one of `wide`}
  static boolean holds(DType wide, DType narrow) {
    if (wide.isFloating() && narrow.isFloating()) {
      return digits(wide) >= digits(narrow) && exponent(wide) >= exponent(narrow);
    }
    if (narrow.isFloating() || (wide == DType.UINT8 && narrow == DType.INT8)) {
      return wide == narrow;
    }
    return digits(wide) >= digits(narrow);
  }

  /// The binary digits of every whole number that the type holds without a gap.
  private static int digits(DType dtype) {
    return switch (dtype) {
      case BOOL -> 1;
      case INT8 -> 7;
      case UINT8, BFLOAT16 -> 8;
      case FLOAT16 -> 11;
      case FLOAT32 -> 24;
      case INT32 -> 31;
      case FLOAT64 -> 53;
      case INT64 -> 63;
    };
  }

  /// The bits of the exponent.
  private static int exponent(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 5;
      case BFLOAT16, FLOAT32 -> 8;
      case FLOAT64 -> 11;
      case BOOL, INT8, UINT8, INT32, INT64 -> 0;
    };
  }

  /// {@return whether a cast made an infinity of a number, or saturated or wrapped one}
  static boolean overflows(Tensor from, Tensor to) {
    if (holds(to.dtype(), from.dtype())) {
      return false;
    }
    return to.dtype().isFloating() ? becameInfinite(from, to) : becameAnother(from, to);
  }

  private static boolean becameInfinite(Tensor from, Tensor to) {
    var before = from.toDoubleArray();
    var after = to.toDoubleArray();
    for (int i = 0; i < before.length; i++) {
      if (Double.isInfinite(after[i]) && !Double.isInfinite(before[i])) {
        return true;
      }
    }
    return false;
  }

  private static boolean becameAnother(Tensor from, Tensor to) {
    return from.dtype().isFloating() ? isOutside(from, to.dtype()) : wrapped(from, to);
  }

  /// Whether a real number, towards zero, is none of the whole numbers of a type.
  private static boolean isOutside(Tensor from, DType whole) {
    double lowest =
        switch (whole) {
          case INT8 -> -0x1p7;
          case INT32 -> -0x1p31;
          case INT64 -> -0x1p63;
          default -> 0;
        };
    double above = Math.scalb(1.0, digits(whole));
    for (double value : from.toDoubleArray()) {
      double towardsZero = value < 0 ? Math.ceil(value) : Math.floor(value);
      if (!(towardsZero >= lowest && towardsZero < above)) { // NaN too
        return true;
      }
    }
    return false;
  }

  private static boolean wrapped(Tensor from, Tensor to) {
    var before = from.toLongArray();
    var after = to.toLongArray();
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        return true;
      }
    }
    return false;
  }
}
