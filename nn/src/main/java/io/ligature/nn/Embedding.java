package io.ligature.nn;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;

/// A vector for every whole number.
///
/// ```text
/// y = W[x]      x (...) whole numbers in [0, count)   W (count, width)   y (..., width)
/// ```
///
/// `W` begins standard normal. Negative numbers do not count from the end here: a mark such as -1
/// is a mistake, and is refused.
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
    if (!x.dtype().isIntegral()) {
      throw new DTypeException(
          "Embedding needs x of whole numbers; found %s. Cast it with to(DType.INT64)."
              .formatted(x.type()));
    }
    var w = weight.value();
    var table = w.to(w.dtype().widened());
    return Dispatch.execute(io.ligature.op.Embedding.OP, table, x.to(DType.INT64)).to(w.dtype());
  }

  @Override
  protected String describe() {
    return "Embedding(%d, %d)".formatted(weight().shape().get(0), weight().shape().get(1));
  }
}
