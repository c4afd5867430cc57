package io.ligature.opencl;

import io.ligature.DType;
import io.ligature.spi.View;

/// Element types as C and the sources name them.
final class Types {
  private Types() {}

  /// {@return the definitions that build a source for a type that computes}
  static String options(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> " -DT=float -DREAL=32";
      case FLOAT64 -> " -DT=double -DREAL=64";
      case INT32 -> " -DT=int -DU=uint -DLOWEST=INT_MIN -DHIGHEST=INT_MAX";
      case INT64 -> " -DT=long -DU=ulong -DLOWEST=LONG_MIN -DHIGHEST=LONG_MAX";
      case BOOL -> " -DT=uchar -DU=uchar -DLOGICAL";
      case FLOAT16, BFLOAT16, INT8, UINT8 ->
          throw new IllegalStateException(dtype + " is only stored");
    };
  }

  /// {@return the definitions that build a source which only moves elements of this width}
  static String width(DType dtype) {
    return switch (dtype.bytes()) {
      case 1 -> " -DT=uchar";
      case 2 -> " -DT=ushort";
      case 4 -> " -DT=uint";
      default -> " -DT=ulong";
    };
  }

  /// {@return how many elements a vector of 64 bytes has; 16 where they are smaller than 4 bytes}
  static int lanes(DType dtype) {
    return Math.min(16, 64 / dtype.bytes());
  }

  /// {@return the definitions that build a source for vectors of a type that computes}
  ///
  /// Whole numbers are without a sign, so that they wrap; but for their order, of which only
  /// extremes depend.
  static String vectors(DType dtype, boolean signed) {
    return vectors(dtype, signed, lanes(dtype));
  }

  /// {@return the definitions that build a source for vectors of so many elements}
  static String vectors(DType dtype, boolean signed, int lanes) {
    var type =
        switch (dtype) {
          case FLOAT32 -> "float";
          case FLOAT64 -> "double";
          case INT32 -> signed ? "int" : "uint";
          case INT64 -> signed ? "long" : "ulong";
          case BOOL -> "uchar";
          default -> throw new IllegalStateException(dtype + " is only stored");
        };
    return " -DT=%s -DV=%s%d -DLANES=%d -DVLOAD=vload%d -DVSTORE=vstore%d%s"
        .formatted(type, type, lanes, lanes, lanes, lanes, extremes(dtype));
  }

  private static String extremes(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> " -DREAL=32 -DLOWEST=-INFINITY -DHIGHEST=INFINITY";
      case FLOAT64 -> " -DREAL=64 -DLOWEST=-INFINITY -DHIGHEST=INFINITY";
      case INT32 -> " -DLOWEST=INT_MIN -DHIGHEST=INT_MAX";
      case INT64 -> " -DLOWEST=LONG_MIN -DHIGHEST=LONG_MAX";
      default -> " -DLOWEST=0 -DHIGHEST=1";
    };
  }

  /// {@return a real number as an argument of this type}
  static Object number(DType dtype, double value) {
    return dtype == DType.FLOAT64 ? (Object) value : (Object) (float) value;
  }

  static DeviceBuffer buffer(View view) {
    return (DeviceBuffer) view.storage();
  }
}
