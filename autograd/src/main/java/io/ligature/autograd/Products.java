package io.ligature.autograd;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.List;

/// Gradients of products. They never divide, so zeros are no exception, at any order.
final class Products {
  private Products() {}

  /// {@return the product of all other elements within the reduced axes, for each}
  static Tensor ofOthers(Tensor x, List<Integer> axes) {
    var order = new ArrayList<Integer>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!axes.contains(axis)) {
        order.add(axis);
      }
    }
    int kept = order.size();
    order.addAll(axes);
    var moved = Dispatch.execute(new Op.Permute(order), x);
    var lines = moved.shape();
    for (int axis = x.rank() - 1; axis > kept; axis--) {
      lines = lines.without(axis).with(axis - 1, lines.get(axis - 1) * lines.get(axis));
    }
    var others = ofOthers(moved.reshape(lines), kept).reshape(moved.shape());
    return Axes.unpermute(others, order);
  }

  /// ```text
  /// (x0 ... xᵢ₋₁) (xᵢ₊₁ ... xₙ)      before times after, a scan each
  /// ```
  private static Tensor ofOthers(Tensor x, int axis) {
    return before(x, axis).times(Axes.flip(before(Axes.flip(x, axis), axis), axis));
  }

  private static Tensor before(Tensor x, int axis) {
    return Axes.scan(Op.Reduction.PROD, Axes.shift(x, axis, 1, 1), axis);
  }

  /// The gradient of running products.
  ///
  /// ```text
  /// dL/dxᵢ = (x0 ... xᵢ₋₁) sᵢ      sᵢ = gᵢ + xᵢ₊₁ sᵢ₊₁
  /// ```
  ///
  /// The recurrence is solved by doubling, in log₂ n steps: after the step of width w, sᵢ holds the
  /// terms up to gᵢ₊₂ᵥᵥ₋₁ and aᵢ the product of the next 2w elements.
  static Tensor cumulative(Tensor x, Tensor g, int axis) {
    long extent = x.shape().get(axis);
    var s = g;
    var a = Axes.shift(x, axis, -1, 0);
    for (long width = 1; width < extent; width *= 2) {
      s = s.plus(a.times(Axes.shift(s, axis, -width, 0)));
      a = a.times(Axes.shift(a, axis, -width, 0));
    }
    return before(x, axis).times(s);
  }
}
