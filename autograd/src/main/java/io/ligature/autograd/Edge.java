package io.ligature.autograd;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.spi.History;
import org.jspecify.annotations.Nullable;

/// An operand of a recorded operation, as far as gradients need to know it after its values are
/// gone.
///
/// @param to the history that its gradient goes to; null for a constant
/// @param index which result of that history it was
record Edge(@Nullable History to, int index, Shape shape, DType dtype, Device device) {
  static Edge of(Tensor x) {
    return new Edge(x.history(), x.outputIndex(), x.shape(), x.dtype(), x.device());
  }
}
