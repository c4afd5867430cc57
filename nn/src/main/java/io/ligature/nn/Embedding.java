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
///
/// The vector of a padding number begins at 0 and gets no gradient from here, so it stays as it is
/// unless somebody sets, loads or decays it, or uses it elsewhere.
public final class Embedding extends Block {
  private final io.ligature.op.Embedding op;
  private Parameter weight;

  /// Makes the table.
  ///
  /// @param count how many numbers have a vector, 1 or more
  /// @param width the length of the vectors, 1 or more
  /// @throws IllegalArgumentException if one is below 1
  public Embedding(long count, long width) {
    this(count, width, io.ligature.op.Embedding.OP);
  }

  /// Makes the table with a number for padding.
  ///
  /// @param count how many numbers have a vector, 1 or more
  /// @param width the length of the vectors, 1 or more
  /// @param padding the number that stands where there is nothing
  /// @throws IllegalArgumentException if `count` or `width` is below 1, or `padding` outside [0,
  ///   count)
  public Embedding(long count, long width, long padding) {
    this(count, width, new io.ligature.op.Embedding(checked(padding, count)));
  }

  private Embedding(long count, long width, io.ligature.op.Embedding op) {
    if (count < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Embedding needs 1 or more vectors of 1 or more numbers; found %d of %d."
              .formatted(count, width));
    }
    this.op = op;
    weight = param("weight", Parameter.of(Shape.of(count, width), beginning(op.padding())));
  }

  private static Initializer beginning(long padding) {
    return (shape, dtype, key) -> {
      var rows = Tensor.randn(key, dtype, shape);
      return padding == io.ligature.op.Embedding.NONE
          ? rows
          : rows.maskedFill(Tensor.arange(shape.get(0)).eq(padding).unsqueeze(1), 0);
    };
  }

  private static long checked(long padding, long count) {
    if (count >= 1 && (padding < 0 || padding >= count)) {
      throw new IllegalArgumentException(
          "Embedding needs a padding number of 0 to %d; found %d.".formatted(count - 1, padding));
    }
    return padding;
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
    return Dispatch.execute(op, table, x.to(DType.INT64)).to(w.dtype());
  }

  @Override
  protected String describe() {
    return "Embedding(%d, %d%s)"
        .formatted(
            weight().shape().get(0),
            weight().shape().get(1),
            op.padding() == io.ligature.op.Embedding.NONE ? "" : ", padding " + op.padding());
  }
}
