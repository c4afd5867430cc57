package io.ligature.op;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;

/// What primitives check of their operands.
final class Operands {
  private Operands() {}

  static TensorType[] type(TensorType only) {
    return new TensorType[] {only};
  }

  static TensorType[] type(DType dtype, Shape shape) {
    return new TensorType[] {new TensorType(dtype, shape)};
  }

  static void same(Op op, Tensor a, Tensor b) {
    if (a.dtype() != b.dtype()) {
      throw new DTypeException(
          "%s needs operands of one dtype; found %s and %s.".formatted(op.label(), a.type(), b.type()));
    }
    if (!a.shape().equals(b.shape())) {
      throw new ShapeException(
          "%s needs operands of one shape; found %s and %s.".formatted(op.label(), a.type(), b.type()));
    }
  }

  static void dtype(Op op, Tensor x, DType needed) {
    if (x.dtype() != needed) {
      throw new DTypeException(
          "%s needs an operand of %s; found %s. Cast it with to(DType.%s)."
              .formatted(op.label(), needed, x.type(), needed.name()));
    }
  }

  static void shape(Op op, Tensor x, Shape needed) {
    if (!x.shape().equals(needed)) {
      throw new ShapeException(
          "%s needs an operand of shape %s; found %s.".formatted(op.label(), needed, x.type()));
    }
  }

  static void expandable(Shape from, Shape to) {
    int ahead = to.rank() - from.rank();
    boolean fits = ahead >= 0;
    for (int axis = 0; fits && axis < from.rank(); axis++) {
      fits = from.get(axis) == to.get(ahead + axis) || from.get(axis) == 1;
    }
    if (!fits) {
      throw new ShapeException(
          "expand of %s to %s: only axes of extent 1, and new axes in front, can be repeated."
              .formatted(from, to));
    }
  }
}
