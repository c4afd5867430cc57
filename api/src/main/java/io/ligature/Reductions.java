package io.ligature;

import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Many elements become one.
///
/// Without axes, over all of them, to a scalar. With axes, those vanish; the `keep` forms leave them with
/// extent 1.
public sealed interface Reductions permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  private Tensor reduce(Op.Reduction kind, Tensor x, boolean keep, int... axes) {
    var shape = x.shape();
    var counted = new ArrayList<Integer>();
    for (int axis : axes) {
      counted.add(shape.axis(axis));
    }
    if (axes.length == 0) {
      for (int axis = 0; axis < x.rank(); axis++) {
        counted.add(axis);
      }
    }
    var distinct = counted.stream().sorted().distinct().toList();
    if (distinct.size() != counted.size()) {
      throw new ShapeException(
          "%s of %s names an axis twice: %s."
              .formatted(kind.label(), x.type(), Arrays.toString(axes)));
    }
    if (distinct.isEmpty()) {
      return x; // a scalar is its own sum
    }
    var kept = Dispatch.execute(new Op.Reduce(kind, distinct), x);
    return keep ? kept : kept.reshape(remaining(shape, distinct));
  }

  private static Shape remaining(Shape shape, List<Integer> gone) {
    var rest = shape;
    for (int i = gone.size() - 1; i >= 0; i--) {
      rest = rest.without(gone.get(i));
    }
    return rest;
  }

  /// {@return the sum; of BOOL and whole numbers, in INT64}
  default Tensor sum(int... axes) {
    var x = self();
    return reduce(Op.Reduction.SUM, x.dtype().isFloating() ? x.to(x.dtype().widened()) : x.to(DType.INT64), false, axes);
  }
}
