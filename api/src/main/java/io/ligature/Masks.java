package io.ligature;

/// Elements chosen by truth: first counted, then put in place. The count is read, so these wait for
/// it.
final class Masks {
  private Masks() {}

  static Tensor select(Tensor x, Tensor mask) {
    Places.checkMask("maskedSelect", mask);
    var shape = Arithmetic.broadcast("maskedSelect", mask, x);
    var chosen = trues(Arithmetic.expand(mask, shape));
    return Parts.at(Arithmetic.expand(x, shape).reshape(-1), 0, chosen);
  }

  static Tensor parts(Tensor x, Tensor mask) {
    int rank = mask.rank();
    checkLeading(x, mask);
    var rest = new long[x.rank() - rank + 1];
    rest[0] = mask.size();
    System.arraycopy(x.shape().toArray(), rank, rest, 1, rest.length - 1);
    return Parts.at(x.reshape(Shape.of(rest)), 0, trues(mask));
  }

  private static void checkLeading(Tensor x, Tensor mask) {
    boolean fits = mask.rank() <= x.rank();
    for (int axis = 0; fits && axis < mask.rank(); axis++) {
      fits = mask.shape().get(axis) == x.shape().get(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "get of %s by a mask needs one with the extents of its first axes; found %s."
              .formatted(x.type(), mask.type()));
    }
  }

  static Tensor scatter(Tensor x, Tensor mask, Tensor source) {
    Places.checkMask("maskedScatter", mask);
    Gathering.checkUpdates("maskedScatter", x, source);
    var where = Arithmetic.expand(mask.detach(), x.shape());
    if (!x.device().isDry() && !mask.device().isDry()) {
      checkEnough(where.sum().itemLong(), x, source);
    }
    if (source.size() == 0) {
      return x.copy();
    }
    var places =
        where.reshape(-1).cumsum(0).minus(1).maximum(0); // of what is true; the rest is unused
    var last = places.minimum(source.size() - 1);
    var written = Gathering.gathered(source.reshape(-1), 0, last).reshape(x.shape());
    return Arithmetic.where(where, written, x).to(x.dtype());
  }

  private static void checkEnough(long count, Tensor x, Tensor source) {
    if (count > source.size()) {
      throw new ShapeException(
          "maskedScatter of %s: the mask is true %d times, but the source %s has %d elements."
              .formatted(x.type(), count, source.type(), source.size()));
    }
  }

  static Tensor nonzero(Tensor x) {
    var places = trues(Reduced.truth(x.detach()));
    var extents = x.shape().toArray();
    var strides = new long[extents.length];
    long stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    var wide = places.reshape(places.size(), 1);
    return wide.floorDiv(row(strides, x)).rem(row(extents, x));
  }

  private static Tensor row(long[] numbers, Tensor like) {
    return Host.ofArray(like.device(), DType.INT64, Shape.of(numbers.length), numbers);
  }

  /// {@return the row-major places where a mask is true}: how many are true so far says where each
  /// goes.
  private static Tensor trues(Tensor mask) {
    var flat = mask.detach().reshape(-1);
    var sofar = flat.cumsum(0);
    long count = flat.size() == 0 ? 0 : sofar.get(-1).itemLong();
    var places = flat.where(sofar.minus(1), Arithmetic.constant(sofar, DType.INT64, count));
    var numbers = Creation.counted(flat, 0, flat.size());
    var collected = Creation.full(flat.device(), DType.INT64, Shape.of(count + 1), 0);
    return collected
        .scatter(0, places, numbers)
        .narrow(0, 0, count); // those that are false share the last
  }
}
