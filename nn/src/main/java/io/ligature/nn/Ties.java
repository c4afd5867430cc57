package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import org.jspecify.annotations.Nullable;

/// How two parameters become one, and one becomes two.
final class Ties {
  private Ties() {}

  /// Makes `alias` another name of `target`, or of its transpose.
  static void tie(
      String aliasPath, Parameter alias, String targetPath, Parameter target, boolean transpose) {
    var merged = check(aliasPath, alias, targetPath, target, transpose);
    if (alias.root() != target.root()) {
      Slots.cell(target).shape(target.isTransposed() != transpose ? transposed(merged) : merged);
      alias.root().tie(target.root(), alias.isTransposed() != (transpose != target.isTransposed()));
    }
  }

  /// {@return the shape that both have, as the alias sees it}
  ///
  /// @throws IllegalArgumentException if they cannot become one; nothing has changed
  static Shape check(
      String aliasPath, Parameter alias, String targetPath, Parameter target, boolean transpose) {
    if (alias.root() == target.root()) {
      if (alias.isTransposed() != (transpose != target.isTransposed())) {
        throw new IllegalArgumentException(
            "%s and %s are one parameter already, %s. Untie them first."
                .formatted(
                    aliasPath,
                    targetPath,
                    transpose ? "not transposed" : "one of them transposed"));
      }
      return alias.shape();
    }
    if (alias.dtype() != target.dtype() || alias.device() != target.device()) {
      throw new IllegalArgumentException(
          "A tie needs one dtype and device; found %s (%s on %s) and %s (%s on %s). Move or cast one first."
              .formatted(
                  aliasPath,
                  alias.dtype(),
                  alias.device(),
                  targetPath,
                  target.dtype(),
                  target.device()));
    }
    if (!alias.parts().isEmpty()) {
      throw new IllegalArgumentException(
          "A tie needs a plain parameter to give up; %s is computed from %s. Tie first, then parametrize."
              .formatted(aliasPath, alias.parts().keySet()));
    }
    var wanted = target.shape();
    if (transpose) {
      requireMatrix(aliasPath, alias.shape());
      requireMatrix(targetPath, wanted);
      wanted = transposed(wanted);
    }
    var merged = merge(alias.shape(), wanted);
    if (merged == null) {
      throw new ShapeException(
          "A tie needs %s; found %s %s and %s %s."
              .formatted(
                  transpose ? "a matrix and its transpose" : "equal shapes",
                  aliasPath,
                  alias.shape(),
                  targetPath,
                  target.shape()));
    }
    return merged;
  }

  private static void requireMatrix(String path, Shape shape) {
    if (shape.rank() != 2) {
      throw new ShapeException(
          "A transposed tie needs matrices; found %s %s.".formatted(path, shape));
    }
  }

  private static Shape transposed(Shape shape) {
    return Shape.partial(shape.get(1), shape.get(0));
  }

  /// {@return the shape that knows what either knows, or null if they contradict each other}
  private static @Nullable Shape merge(Shape a, Shape b) {
    if (a.rank() != b.rank()) {
      return null;
    }
    var extents = a.toArray();
    for (int axis = 0; axis < extents.length; axis++) {
      long other = b.get(axis);
      if (extents[axis] == Shape.UNKNOWN) {
        extents[axis] = other;
      } else if (other != Shape.UNKNOWN && other != extents[axis]) {
        return null;
      }
    }
    return Shape.partial(extents);
  }
}
