package io.ligature;

/// An axis with more elements at its ends.
final class Padded {
  private Padded() {}

  static Tensor constant(Tensor x, int axis, long before, long after, Number value) {
    int counted = Shapes.axis("pad", x, axis);
    if (!x.dtype().holds(value)) {
      throw Arithmetic.misfit("pad of " + x.type() + " with " + value, value, x.dtype());
    }
    var kept = crop(x, counted, before, after);
    if (before <= 0 && after <= 0) {
      return kept.copy();
    }
    return Joining.cat(
        counted,
        filled(kept, counted, Math.max(before, 0), value),
        kept,
        filled(kept, counted, Math.max(after, 0), value));
  }

  private static Tensor crop(Tensor x, int axis, long before, long after) {
    long extent = x.shape().get(axis);
    long start = Math.max(-before, 0);
    long count = extent - start - Math.max(-after, 0);
    if (count < 0) {
      throw new ShapeException(
          "pad of %s along axis %d by %d and %d takes away more than its %d elements."
              .formatted(x.type(), axis, before, after, extent));
    }
    return Splits.slice(x, axis, start, count);
  }

  private static Tensor filled(Tensor like, int axis, long count, Number value) {
    var shape = like.shape().with(axis, count);
    return Arithmetic.repeated(like.device(), like.dtype(), shape, value);
  }

  static Tensor of(Tensor x, int axis, long before, long after, Padding padding) {
    int counted = Shapes.axis("pad", x, axis);
    long extent = x.shape().get(counted);
    check(x, counted, before, after, padding);
    if (before == 0 && after == 0) {
      return x.copy();
    }
    return switch (padding) {
      case REFLECT ->
          Joining.cat(
              counted,
              Splits.slice(x, counted, 1, before).flip(counted),
              x,
              Splits.slice(x, counted, extent - 1 - after, after).flip(counted));
      case REPLICATE ->
          Joining.cat(
              counted,
              Splits.slice(x, counted, 0, 1).expand(x.shape().with(counted, before)),
              x,
              Splits.slice(x, counted, extent - 1, 1).expand(x.shape().with(counted, after)));
      case CIRCULAR ->
          Joining.cat(
              counted,
              Splits.slice(x, counted, extent - before, before),
              x,
              Splits.slice(x, counted, 0, after));
    };
  }

  private static void check(Tensor x, int axis, long before, long after, Padding padding) {
    long extent = x.shape().get(axis);
    long most =
        switch (padding) {
          case REFLECT -> extent - 1;
          case REPLICATE -> extent == 0 ? 0 : Long.MAX_VALUE;
          case CIRCULAR -> extent;
        };
    if (Math.min(before, after) < 0 || Math.max(before, after) > most) {
      throw new ShapeException(
          "pad %s of %s along axis %d by %d and %d: its extent %d gives %s."
              .formatted(
                  padding,
                  x.type(),
                  axis,
                  before,
                  after,
                  extent,
                  most == Long.MAX_VALUE ? "0 or more" : "0 to " + Math.max(most, 0)));
    }
  }
}
