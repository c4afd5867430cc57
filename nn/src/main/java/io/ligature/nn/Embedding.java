package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.Tensor;

/// A vector for every whole number.
///
/// ```text
/// y = W[x]      x (...) whole numbers in [0, count)   W (count, width)   y (..., width)
/// ```
///
/// `W` begins standard normal.
public final class Embedding extends Block {
  private Parameter weight;

  /// Makes the table.
  ///
  /// @param count how many numbers have a vector
  /// @param width the length of the vectors
  public Embedding(long count, long width) {
    weight =
        param(
            "weight",
            Parameter.of(
                Shape.of(count, width), (shape, dtype, key) -> Tensor.randn(key, dtype, shape)));
  }

  /// {@return `W`}
  public Parameter weight() {
    return weight.slot();
  }

  @Override
  protected Tensor forward(Tensor x) {
    var w = weight.value();
    return w.get(x);
  }

  @Override
  protected String describe() {
    return "Embedding(%d, %d)".formatted(weight().shape().get(0), weight().shape().get(1));
  }
}
