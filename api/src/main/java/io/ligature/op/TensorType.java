package io.ligature.op;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;

/// What is known of a tensor before it is computed.
///
/// @param dtype the element type
/// @param shape the extents
public record TensorType(DType dtype, Shape shape) {
  /// {@return the type of a tensor}
  public static TensorType of(Tensor tensor) {
    return new TensorType(tensor.dtype(), tensor.shape());
  }

  /// {@return dtype and shape, such as `f32[2, 3]`}
  @Override
  public String toString() {
    return dtype.label() + shape;
  }
}
