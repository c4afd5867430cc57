package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.Tensor;

/// A vector for every whole number.
///
/// ```text
/// y = W[x]      x (...) whole numbers in [0, count)   W (count, width)   y (..., width)
/// ```
public final class Embedding extends Block {
  private Parameter weight;

  /// Makes the table.
  ///
  /// @param count how many numbers have a vector
  /// @param width the length of the vectors
  public Embedding(long count, long width) {
    weight =
        Parameter.of(
            Shape.of(count, width), (shape, dtype, key) -> Tensor.randn(key, dtype, shape));
  }

  /// {@return `W`}
  public Parameter weight() {
    return weight.slot();
  }

  @Override
  protected Tensor forward(Tensor x) {
    throw new UnsupportedOperationException();
  }
}
