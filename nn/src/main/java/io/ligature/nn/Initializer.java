package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;

/// How a parameter begins: a pure function, so that the same key always gives the same values.
@FunctionalInterface
public interface Initializer {
  /// {@return the first values}. A result of another dtype is cast.
  ///
  /// @param shape fully known
  /// @param dtype a type of real numbers
  /// @param key differs from parameter to parameter
  Tensor initialize(Shape shape, DType dtype, Key key);
}
