package io.ligature;

import io.ligature.op.Op;

/// Elements in order.
final class Order {
  private Order() {}

  static Sorted sort(Tensor x, int axis, boolean descending) {
    int counted = Shapes.axis("sort", x, axis);
    var wide = x.to(x.dtype().widened());
    var both = Dispatch.executeAll(new Op.Sort(counted, descending), wide);
    return new Sorted(both[0].to(x.dtype()), both[1]);
  }

  static Sorted topk(Tensor x, long k, int axis, boolean largest) {
    int counted = Shapes.axis("topk", x, axis);
    if (k < 0 || k > x.shape().get(counted)) {
      throw new ShapeException(
          "topk of %s along axis %d, whose extent is %d, cannot give %d elements."
              .formatted(x.type(), counted, x.shape().get(counted), k));
    }
    var all = sort(x, counted, largest);
    return new Sorted(all.values().narrow(counted, 0, k), all.indices().narrow(counted, 0, k));
  }

  static Tensor median(Tensor x, int axis) {
    int counted = Shapes.axis("median", x, axis);
    long extent = x.shape().get(counted);
    if (extent == 0) {
      throw new ShapeException(
          "median of %s over axis %d: nothing to choose from. Check for empty tensors first."
              .formatted(x.type(), counted));
    }
    var ordered = sort(x, counted, false).values();
    var middle = ordered.select(counted, (extent - 1) / 2);
    var last = ordered.select(counted, -1); // NaN, if there is one
    return x.dtype().isFloating() ? last.ne(last).where(last, middle).to(x.dtype()) : middle;
  }

  static Tensor quantile(Tensor x, double q, int axis) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException(
          "quantile needs a share of 0 to 1; found %s.".formatted(q));
    }
    int counted = Shapes.axis("quantile", x, axis);
    long extent = x.shape().get(counted);
    if (extent == 0) {
      throw new ShapeException(
          "quantile of %s over axis %d: nothing to choose from. Check for empty tensors first."
              .formatted(x.type(), counted));
    }
    var ordered = sort(Arithmetic.real(x), counted, false).values();
    double place = q * (extent - 1);
    long below = (long) place;
    var low = ordered.select(counted, below);
    var high = ordered.select(counted, Math.min(below + 1, extent - 1));
    var last = ordered.select(counted, -1); // NaN, if there is one
    var between = low.eq(high).where(low, low.lerp(high, place - below)); // of infinities too
    return last.isNan().where(last, between);
  }

  static Tensor unique(Tensor x) {
    var ordered = sort(x.detach().reshape(-1), 0, false).values();
    if (ordered.size() < 2) {
      return ordered;
    }
    long rest = ordered.size() - 1;
    var steps = ordered.narrow(0, 1, rest).ne(ordered.narrow(0, 0, rest));
    var first = Creation.full(x.device(), DType.BOOL, Shape.of(1), 1);
    return ordered.maskedSelect(Dispatch.execute(new Op.Concat(0), first, steps));
  }
}
