package io.ligature.autograd;

import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What rules do along axes.
final class Axes {
  private static final Op.Permute TRANSPOSE = new Op.Permute(List.of(1, 0));

  private Axes() {}

  /// {@return the transpose of the matrices in the last two axes}
  static Tensor transpose(Tensor x) {
    return x.rank() == 2 ? Dispatch.execute(TRANSPOSE, x) : x.transpose(-2, -1);
  }

  /// {@return the sum over the axes along which a tensor of shape `from` was expanded to that of
  /// `g`}
  static Tensor sumTo(Tensor g, Shape from) {
    int ahead = g.rank() - from.rank();
    var axes = new ArrayList<Integer>(g.rank());
    for (int axis = 0; axis < g.rank(); axis++) {
      if (axis < ahead || from.get(axis - ahead) != g.shape().get(axis)) {
        axes.add(axis);
      }
    }
    var sum = axes.isEmpty() ? g : Dispatch.execute(new Op.Reduce(Op.Reduction.SUM, axes), g);
    return sum.reshape(from);
  }

  /// {@return the axes put back where `order` took them from}
  static Tensor unpermute(Tensor x, List<Integer> order) {
    var back = new Integer[order.size()];
    for (int i = 0; i < back.length; i++) {
      back[order.get(i)] = i;
    }
    return Dispatch.execute(new Op.Permute(Arrays.asList(back)), x);
  }

  /// {@return the elements along an axis in reverse}
  static Tensor flip(Tensor x, int axis) {
    long extent = x.shape().get(axis);
    return Dispatch.execute(new Op.Slice(axis, Math.max(extent - 1, 0), extent, -1), x);
  }

  static Tensor scan(Op.Reduction kind, Tensor x, int axis) {
    return Dispatch.execute(new Op.Scan(kind, axis), x);
  }

  /// {@return the elements moved `by` places towards the end of an axis, or with a negative `by`
  /// towards its beginning; `filler` comes in, and what leaves is gone}
  static Tensor shift(Tensor x, int axis, long by, Number filler) {
    long kept = Math.max(x.shape().get(axis) - Math.abs(by), 0);
    var rest = Places.slice(x, axis, by < 0 ? -by : 0, kept, 1);
    var coming = Places.full(x, x.shape().with(axis, x.shape().get(axis) - kept), filler);
    var concat = new Op.Concat(axis);
    return by < 0 ? Dispatch.execute(concat, rest, coming) : Dispatch.execute(concat, coming, rest);
  }
}
