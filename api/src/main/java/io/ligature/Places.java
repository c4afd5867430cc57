package io.ligature;

import io.ligature.op.Op;
import io.ligature.spi.HeapStorage;

/// Indices checked, and counted from the front.
final class Places {
  private Places() {}

  /// {@return an index of an axis, counted from the front}
  ///
  /// @throws IndexException if it is not within the axis
  static long within(String op, Tensor x, int axis, long index) {
    long extent = x.shape().get(axis);
    long counted = index < 0 ? index + extent : index;
    if (counted < 0 || counted >= extent) {
      throw outside("%s: index %d".formatted(op, index), x, axis);
    }
    return counted;
  }

  private static IndexException outside(String found, Tensor x, int axis) {
    long extent = x.shape().get(axis);
    return new IndexException(
        "%s is not within axis %d of %s, whose extent is %d. %s"
            .formatted(
                found,
                axis,
                x.type(),
                extent,
                extent == 0 ? "It is empty." : "Use %d to %d.".formatted(-extent, extent - 1)));
  }

  /// {@return a tensor of indices of an axis as INT64, counted from the front}
  ///
  /// Values are read, so this waits for them; in a dry run it does not.
  ///
  /// @throws DTypeException if they are not whole numbers
  /// @throws IndexException if one is not within the axis
  static Tensor within(String op, Tensor x, int axis, Tensor index) {
    var places = whole(op, index);
    if (places.size() == 0 || places.device().isDry() || x.device().isDry()) {
      return places;
    }
    long extent = x.shape().get(axis);
    long lowest = extreme(Op.Reduction.MIN, places);
    long highest = extreme(Op.Reduction.MAX, places);
    if (lowest < -extent || highest >= extent) {
      long bad = lowest < -extent ? lowest : highest;
      throw outside("%s: index %d".formatted(op, bad), x, axis);
    }
    return lowest < 0 ? places.lt(0).where(places.plus(extent), places) : places;
  }

  private static Tensor whole(String op, Tensor index) {
    Missing.check(op, index);
    if (!index.dtype().isIntegral()) {
      var remedy =
          index.dtype() == DType.BOOL
              ? "For a mask use maskedSelect."
              : "Cast it with to(DType.INT64).";
      throw new DTypeException(
          "%s needs an index of whole numbers; found %s. %s".formatted(op, index.type(), remedy));
    }
    return index.detach().to(DType.INT64);
  }

  /// {@return classes as INT64, each 0 to `count - 1`}
  ///
  /// @throws IndexException if one is not
  static Tensor classes(String op, Tensor index, long count) {
    var places = whole(op, index);
    if (places.size() > 0 && !places.device().isDry()) {
      long lowest = extreme(Op.Reduction.MIN, places);
      long highest = extreme(Op.Reduction.MAX, places);
      if (lowest < 0 || highest >= count) {
        throw new IndexException(
            "%s of %s needs classes from 0 to %d; found %d."
                .formatted(op, index.type(), count - 1, lowest < 0 ? lowest : highest));
      }
    }
    return places;
  }

  private static long extreme(Op.Reduction kind, Tensor places) {
    var layout = places.view().layout();
    if (!(places.view().storage() instanceof HeapStorage heap) || !layout.isContiguous()) {
      return Reduced.of(kind, places, false).itemLong();
    }
    var array = heap.longs(); // small as a rule: no kernel
    int from = (int) layout.offset();
    long found = array[from];
    for (int i = from + 1; i < from + layout.size(); i++) {
      found = kind == Op.Reduction.MIN ? Math.min(found, array[i]) : Math.max(found, array[i]);
    }
    return found;
  }

  /// @throws DTypeException if a mask is not BOOL
  static void checkMask(String op, Tensor mask) {
    if (mask.dtype() != DType.BOOL) {
      throw new DTypeException(
          "%s needs a mask of bool; found %s. Compare, for example ne(0), or cast with to(DType.BOOL)."
              .formatted(op, mask.type()));
    }
  }
}
