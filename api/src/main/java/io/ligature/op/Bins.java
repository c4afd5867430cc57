package io.ligature.op;

import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Axes cut into so many pieces, whatever their extent: what the adaptive poolings have in common.
///
/// ```text
/// piece i of an axis of extent L cut into n   =   elements ⌊i L / n⌋ to ⌈(i + 1) L / n⌉ - 1
/// ```
///
/// Pieces share an element where `n` does not divide `L`.
final class Bins {
  private Bins() {}

  /// {@return the list itself, copied}
  ///
  /// @throws IllegalArgumentException if it is empty, or an extent is below 1
  static List<Long> checked(String name, List<Long> extents) {
    if (extents.isEmpty() || extents.stream().anyMatch(extent -> extent < 1)) {
      throw new IllegalArgumentException(
          "%s needs extents of 1 or more, one for each axis; found %s."
              .formatted(extents.isEmpty() ? name : Sliding.label(name, extents), extents));
    }
    return List.copyOf(extents);
  }

  static TensorType[] infer(FusedOp op, List<Long> extents, Tensor x) {
    Operands.real(op, x);
    Sliding.checkRank(op, x, extents.size());
    var shape = x.shape();
    for (int i = 0; i < extents.size(); i++) {
      if (shape.get(i + 2) == 0) {
        throw Operands.misfit(op, "x with elements", "x", x, "Check for empty tensors first.");
      }
      shape = shape.with(i + 2, extents.get(i));
    }
    return Operands.type(x.dtype(), shape);
  }

  /// {@return windows that cut x into these pieces; none if the pieces differ in size}
  static Optional<List<Window>> windows(List<Long> extents, Tensor x) {
    var windows = new ArrayList<Window>();
    for (int i = 0; i < extents.size(); i++) {
      long size = x.shape().get(i + 2) / extents.get(i);
      if (size * extents.get(i) != x.shape().get(i + 2)) {
        return Optional.empty();
      }
      windows.add(Window.of(size).stride(size));
    }
    return Optional.of(windows);
  }

  /// {@return one element for each piece}. The last axis comes first, so that among equals the
  /// first in row-major order counts as the first.
  ///
  /// @param one makes one of a piece, along the axis it is told
  static Tensor each(List<Long> extents, Tensor x, BiFunction<Tensor, Integer, Tensor> one) {
    for (int axis = extents.size() + 1; axis >= 2; axis--) {
      long count = extents.get(axis - 2);
      long extent = x.shape().get(axis);
      var pieces = new ArrayList<Tensor>();
      for (long i = 0; i < count; i++) {
        long start = i * extent / count;
        long stop = Math.ceilDiv((i + 1) * extent, count);
        pieces.add(one.apply(x.narrow(axis, start, stop - start), axis));
      }
      x = Tensor.cat(axis, pieces);
    }
    return x;
  }
}
