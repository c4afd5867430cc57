package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// The affine map of the last axis.
///
/// ```text
/// y = x Wᵀ + b      x (..., in)   W (out, in)   b (out)   y (..., out)
/// ```
public class Linear extends Block {
  private Parameter weight;
  private @Nullable Parameter bias;

  /// Makes the map with a bias.
  public Linear(long in, long out) {
    this(in, out, true);
  }

  /// Makes the map.
  ///
  /// @param hasBias whether there is a `b`
  public Linear(long in, long out, boolean hasBias) {
    this(Shape.of(out, in), hasBias);
  }

  Linear(Shape shape, boolean hasBias) {
    weight = Parameter.of(shape, Linear::uniform);
    bias =
        hasBias
            ? Parameter.of(Shape.of(shape.get(0)), (s, dtype, _) -> Tensor.zeros(dtype, s))
            : null;
  }

  private static Tensor uniform(Shape shape, io.ligature.DType dtype, io.ligature.Key key) {
    double bound = 1 / Math.sqrt((double) Math.max(1, shape.get(-1)));
    return Tensor.rand(key, dtype, shape).times(2 * bound).minus(bound);
  }

  /// {@return `W`}
  public Parameter weight() {
    return weight.slot();
  }

  /// {@return `b`}
  ///
  /// @throws IllegalStateException if the layer was made without
  public Parameter bias() {
    if (bias == null) {
      throw new IllegalStateException("This layer was made without a bias.");
    }
    return bias.slot();
  }

  /// {@return whether there is a `b`}
  public boolean hasBias() {
    return bias != null;
  }

  @Override
  protected Tensor forward(Tensor x) {
    var w = weight.value();
    if (x.rank() == 0 || x.shape().get(-1) != w.shape().get(1)) {
      throw new ShapeException(
          "Linear needs x (..., %d); found %s.".formatted(w.shape().get(1), x.shape()));
    }
    var y = x.matmul(w.t());
    return bias == null ? y : y.plus(bias.value());
  }
}
