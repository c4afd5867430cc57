package io.ligature;

import io.ligature.op.Op;
import java.util.ArrayList;

/// The same elements under another layout, and tensors put together.
///
/// Views share memory with the tensor they came from; only a `reshape` that no strides can express copies.
public sealed interface Views permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  /// {@return the elements in row-major order under another shape; one extent may be -1, and is found from
  /// the rest}
  default Tensor reshape(long... extents) {
    int open = -1;
    long known = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] == -1 && open < 0) {
        open = axis;
      } else {
        known *= extents[axis];
      }
    }
    if (open >= 0) {
      extents = extents.clone();
      if (known == 0 || self().size() % known != 0) {
        throw new ShapeException(
            "reshape of %s to %s: no extent in place of -1 gives %d elements."
                .formatted(self().shape(), Shape.partial(extents), self().size()));
      }
      extents[open] = self().size() / known;
    }
    return reshape(Shape.of(extents));
  }

  /// {@return the elements in row-major order under another shape}
  default Tensor reshape(Shape shape) {
    return self().shape().equals(shape) ? self() : Dispatch.execute(new Op.Reshape(shape), self());
  }

  /// {@return the tensor repeated to a shape that it broadcasts to, without a copy}
  default Tensor expand(Shape shape) {
    return Arithmetic.expand(self(), shape);
  }

  /// {@return axis `order[i]` at place `i`}
  default Tensor permute(int... order) {
    var shape = self().shape();
    var counted = new ArrayList<Integer>();
    for (int axis : order) {
      counted.add(shape.axis(axis));
    }
    if (counted.size() != shape.rank() || counted.stream().distinct().count() != shape.rank()) {
      throw new ShapeException(
          "permute of %s needs each of its %d axes once; found %s."
              .formatted(shape, shape.rank(), counted));
    }
    return Dispatch.execute(new Op.Permute(counted), self());
  }

  /// {@return the tensor with two axes exchanged}
  default Tensor transpose(int a, int b) {
    var order = new int[self().rank()];
    for (int axis = 0; axis < order.length; axis++) {
      order[axis] = axis;
    }
    int first = self().shape().axis(a);
    int second = self().shape().axis(b);
    order[first] = second;
    order[second] = first;
    return permute(order);
  }

  /// {@return the transpose of a matrix, or of the matrices in the last two axes}
  default Tensor t() {
    return transpose(-2, -1);
  }
}
