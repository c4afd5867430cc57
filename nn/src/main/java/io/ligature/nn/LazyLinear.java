package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;

/// A [Linear] whose `in` is the last extent of its first input.
public final class LazyLinear extends Linear {
  /// Makes the map with a bias.
  public LazyLinear(long out) {
    this(out, true);
  }

  /// Makes the map.
  ///
  /// @param hasBias whether there is a `b`
  public LazyLinear(long out, boolean hasBias) {
    super(Shape.partial(checked(out), Shape.UNKNOWN), hasBias);
  }

  private static long checked(long out) {
    if (out < 0) {
      throw new IllegalArgumentException(
          "LazyLinear needs a number of outputs of 0 or more; found %d.".formatted(out));
    }
    return out;
  }

  @Override
  protected void infer(Tensor x) {
    if (x.rank() == 0) {
      throw new ShapeException("Linear needs x (..., in); found a scalar. Reshape x.");
    }
    weight().resolve(weight().shape().with(1, x.shape().get(-1)));
  }
}
