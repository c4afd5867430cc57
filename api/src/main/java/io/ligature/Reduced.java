package io.ligature;

import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How reductions are put together.
final class Reduced {
  private Reduced() {}

  static Tensor of(Op.Reduction kind, Tensor x, boolean keep, int... axes) {
    var gone = axes(kind.label(), x, axes);
    if (gone.isEmpty()) {
      return x.copy(); // a scalar is its own sum, in memory of its own
    }
    var kept = Dispatch.execute(new Op.Reduce(kind, gone), x);
    return keep ? kept : kept.reshape(without(x.shape(), gone));
  }

  /// {@return the axes counted from the front and ascending; all if none are named}
  private static List<Integer> axes(String op, Tensor x, int... axes) {
    if (axes.length == 0) {
      return ascending(x.rank());
    }
    return Arrays.stream(Shapes.once(op, x, axes)).sorted().boxed().toList();
  }

  private static List<Integer> ascending(int rank) {
    var axes = new ArrayList<Integer>(rank);
    for (int axis = 0; axis < rank; axis++) {
      axes.add(axis);
    }
    return axes;
  }

  private static Shape without(Shape shape, List<Integer> gone) {
    var rest = new long[shape.rank() - gone.size()];
    int at = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!gone.contains(axis)) {
        rest[at++] = shape.get(axis);
      }
    }
    return Shape.of(rest);
  }

  /// {@return how many elements become one}
  private static long count(String op, Tensor x, int... axes) {
    long count = 1;
    for (int axis : axes(op, x, axes)) {
      count *= x.shape().get(axis);
    }
    return count;
  }

  /// Whole numbers and BOOL are summed in INT64, the halves in FLOAT32.
  static Tensor summable(Tensor x) {
    return x.to(x.dtype().isFloating() ? x.dtype().widened() : DType.INT64);
  }

  static Tensor real(Tensor x) {
    return x.to(x.dtype().isFloating() ? x.dtype().widened() : DType.FLOAT32);
  }

  static Tensor truth(Tensor x) {
    return x.dtype() == DType.BOOL ? x : x.ne(0);
  }

  static Tensor extreme(Op.Reduction kind, Tensor x, boolean keep, int... axes) {
    return of(kind, x.to(x.dtype().widened()), keep, axes).to(x.dtype());
  }

  static Tensor place(Op.ArgReduction kind, Tensor x, boolean keep, int axis) {
    int counted = Shapes.axis(kind.name().toLowerCase(Locale.ROOT), x, axis);
    var kept =
        Dispatch.execute(new Op.ArgReduce(kind, counted), x.detach().to(x.dtype().widened()));
    return keep ? kept : kept.reshape(x.shape().without(counted));
  }

  static Tensor running(Op.Reduction kind, Tensor x, int axis) {
    int counted = Shapes.axis("cum" + kind.label(), x, axis);
    return Dispatch.execute(new Op.Scan(kind, counted), x.to(x.dtype().widened())).to(x.dtype());
  }

  static Tensor mean(Tensor x, boolean keep, int... axes) {
    long count = count("mean", x, axes);
    return x.sum(keep, axes).div(count);
  }

  static Tensor variance(Tensor x, double correction, boolean keep, int... axes) {
    double divisor = Math.max(0, count("var", x, axes) - correction);
    var deviation = x.minus(x.mean(true, axes));
    return deviation.times(deviation).sum(keep, axes).div(divisor);
  }

  static Tensor logSumExp(Tensor x, boolean keep, int... axes) {
    var gone = axes("logSumExp", x, axes);
    if (x.size() == 0) {
      return x.exp().sum(keep, axes).log();
    }
    var largest = x.detach().max(true, axes);
    var finite = largest.abs().lt(Double.POSITIVE_INFINITY);
    var taken = finite.where(largest, largest.zerosLike()); // inf - inf would be NaN
    var sums = x.minus(taken).exp().sum(true, axes).log().plus(taken);
    return keep ? sums : sums.reshape(without(x.shape(), gone));
  }

  static Tensor numbers(Tensor x) {
    return x.dtype().isFloating() ? x.isNan().where(0, x) : x;
  }

  /// Each element takes in the one before it, then what that has taken in by then, two elements,
  /// four, ...
  static Tensor logCumSumExp(Tensor x, int axis) {
    int counted = Shapes.axis("logCumSumExp", x, axis);
    long extent = x.shape().get(counted);
    var sums = x;
    for (long step = 1; step < extent; step *= 2) {
      long rest = extent - step;
      var taken = sums.narrow(counted, step, rest).logAddExp(sums.narrow(counted, 0, rest));
      sums = Tensor.cat(counted, sums.narrow(counted, 0, step), taken);
    }
    return sums;
  }

  static Tensor norm(Tensor x, double p, boolean keep, int... axes) {
    if (p == 2) {
      return root(x.times(x).sum(keep, axes));
    } else if (p == 1) {
      return x.abs().sum(keep, axes);
    } else if (p == 0) {
      return x.countNonzero(keep, axes).to(x.dtype());
    } else if (Double.isInfinite(p)) {
      return p > 0 ? x.abs().max(keep, axes) : x.abs().min(keep, axes);
    }
    return x.abs().pow(p).sum(keep, axes).pow(1 / p);
  }

  private static Tensor root(Tensor squares) {
    if (!squares.isTracked()) {
      return squares.sqrt();
    }
    var none = squares.detach().eq(0); // where the slope of the root is infinite
    return none.where(squares.zerosLike(), none.where(squares.onesLike(), squares).sqrt());
  }
}
