package io.ligature.opencl;

import io.ligature.DType;

/// Element types as C and the sources name them.
final class Types {
  private Types() {}

  /// {@return the definitions that build a source for a type that computes}
  static String options(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> " -DT=float -DREAL -DLOWEST=-INFINITY -DHIGHEST=INFINITY";
      case FLOAT64 -> " -DT=double -DREAL -DLOWEST=-INFINITY -DHIGHEST=INFINITY";
      case INT32 -> " -DT=int -DU=uint -DLOWEST=INT_MIN -DHIGHEST=INT_MAX";
      case INT64 -> " -DT=long -DU=ulong -DLOWEST=LONG_MIN -DHIGHEST=LONG_MAX";
      case BOOL -> " -DT=uchar -DU=uchar -DLOGICAL -DLOWEST=0 -DHIGHEST=1";
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

  static DeviceBuffer buffer(io.ligature.spi.View view) {
    return (DeviceBuffer) view.storage();
  }
}
