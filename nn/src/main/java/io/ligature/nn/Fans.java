package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;

/// How many values a unit reads, and by how many units a value is read.
///
/// ```text
/// weight [out, in, ...]      in · window, out · window      window = the product of the other extents
/// ```
record Fans(long in, long out) {
  /// The standard deviation of a standard normal number between -2 and 2: sqrt(1 - 4 f(2) / (2 P(2)
  /// - 1)), where f is the density and P the distribution function.
  static final double TRUNCATED_STD = 0.87962566103423978;

  /// @param name of the initialiser that asks
  /// @throws ShapeException if there are fewer than two axes
  static Fans of(String name, Shape shape) {
    checkWeight(name, shape);
    long window = 1;
    for (int axis = 2; axis < shape.rank(); axis++) {
      window *= shape.get(axis);
    }
    return new Fans(shape.get(1) * window, shape.get(0) * window);
  }

  static void checkWeight(String name, Shape shape) {
    if (shape.rank() < 2) {
      throw new ShapeException(
          "%s needs a weight [out, in, ...], of 2 or more axes; found %s. Use zeros, normal or uniform there."
              .formatted(name, shape));
    }
  }

  double fan(Init.Fan mode) {
    return switch (mode) {
      case IN -> in;
      case OUT -> out;
      case AVERAGE -> 0.5 * in + 0.5 * out;
    };
  }
}
