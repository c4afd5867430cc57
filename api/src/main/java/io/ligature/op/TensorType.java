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

  /// Written out: what the compiler makes of a record spins classes at its first use.
  @Override
  public boolean equals(Object other) {
    return other instanceof TensorType type && type.dtype == dtype && type.shape.equals(shape);
  }

  @Override
  public int hashCode() {
    return 31 * dtype.hashCode() + shape.hashCode();
  }

  /// {@return dtype and shape, such as `f32[2, 3]`}
  @Override
  public String toString() {
    return dtype.label() + shape;
  }
}
