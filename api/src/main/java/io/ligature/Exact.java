package io.ligature;

/// A Java number as the value of an element: rounded if the element is real, refused where a whole
/// number or a truth value cannot hold it.
final class Exact {
  private Exact() {}

  /// {@return a Double for real types, a Long for the others}
  ///
  /// @param asked what the caller wants, such as `set of i32[3]`
  static Number of(String asked, DType dtype, Number value) {
    if (!dtype.holds(value)) {
      throw new DTypeException(
          "%s to %s: %s holds whole numbers from %d to %d. Change the value, or the dtype with to(dtype)."
              .formatted(asked, value, dtype, lowest(dtype), highest(dtype)));
    }
    return as(dtype, value);
  }

  /// {@return a number that the type holds: a Double for real types, a Long for the others}
  static Number as(DType dtype, Number value) {
    if (dtype.isFloating()) {
      return value instanceof Double ? value : (Number) value.doubleValue();
    }
    return value instanceof Long ? value : (Number) value.longValue();
  }

  private static long lowest(DType dtype) {
    return switch (dtype) {
      case BOOL, UINT8 -> 0;
      case INT8 -> Byte.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case INT64, FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> Long.MIN_VALUE;
    };
  }

  private static long highest(DType dtype) {
    return switch (dtype) {
      case BOOL -> 1;
      case UINT8 -> 255;
      case INT8 -> Byte.MAX_VALUE;
      case INT32 -> Integer.MAX_VALUE;
      case INT64, FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> Long.MAX_VALUE;
    };
  }
}
