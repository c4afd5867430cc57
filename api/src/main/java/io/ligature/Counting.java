package io.ligature;

/// Elements counted, and places counted in what is in order.
final class Counting {
  private Counting() {}

  static Tensor bincount(Tensor x, long least) {
    if (x.rank() != 1 || !x.dtype().isIntegral() || least < 0) {
      throw new ShapeException(
          "bincount needs a vector of whole numbers, and a length of 0 or more; found %s and %d."
              .formatted(x.type(), least));
    }
    var numbers = x.detach().to(DType.INT64);
    long length = least;
    if (x.size() > 0) {
      long lowest = numbers.min().itemLong();
      if (lowest < 0) {
        throw new IndexException(
            "bincount of %s needs numbers of 0 or more; found %d.".formatted(x.type(), lowest));
      }
      length = Math.max(least, Math.addExact(numbers.max().itemLong(), 1));
    }
    var none = Creation.full(x.device(), DType.INT64, Shape.of(length), 0);
    return none.scatterAdd(0, numbers, numbers.onesLike());
  }

  /// The place of a value among all elements in order, less its place among the values alone, is
  /// the number of elements before it. Sorting keeps equal ones as they were, so what comes first
  /// in the row decides whether equal elements count.
  static Tensor searchSorted(Tensor sorted, Tensor values, boolean right) {
    if (sorted.rank() != 1) {
      throw new ShapeException(
          "searchSorted needs a vector in order; found %s. Give one row at a time."
              .formatted(sorted.type()));
    }
    var flat = values.detach().reshape(-1);
    var row = sorted.detach();
    var all = right ? Tensor.cat(0, row, flat) : Tensor.cat(0, flat, row);
    var places = all.argsort(0).argsort(0); // the inverse of a permutation is its order
    var among = places.narrow(0, right ? row.size() : 0, flat.size());
    return among.minus(flat.argsort(0).argsort(0)).reshape(values.shape());
  }
}
