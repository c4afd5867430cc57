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
///
/// Both begin uniform between -1/√in and 1/√in, as in PyTorch: [Init#defaultWeight] and
/// [Init#defaultBias].
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
  @SuppressWarnings("this-escape") // see below
  public Linear(long in, long out, boolean hasBias) {
    this(Shape.of(out, in), hasBias);
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  Linear(Shape shape, boolean hasBias) {
    weight = param("weight", Parameter.of(shape, Init.defaultWeight()));
    bias =
        hasBias
            ? param("bias", Parameter.of(Shape.of(shape.get(0)), new DefaultBias(weight)))
            : null;
  }

  /// {@return `W`}
  public final Parameter weight() {
    return weight.slot();
  }

  /// {@return `b`}
  ///
  /// @throws IllegalStateException if the layer was made without
  public final Parameter bias() {
    if (bias == null) {
      throw new IllegalStateException(
          describe() + " was made without a bias. Ask hasBias() first.");
    }
    return bias.slot();
  }

  /// {@return whether there is a `b`}
  public final boolean hasBias() {
    return bias != null;
  }

  @Override
  protected Tensor forward(Tensor x) {
    var w = weight.value();
    long in = w.shape().get(1);
    if (x.rank() == 0 || x.shape().get(-1) != in) {
      throw new ShapeException(
          "Linear needs x (..., %d); found %s. Reshape x, or build the layer for its last extent."
              .formatted(in, x.shape()));
    }
    var y = x.matmul(w.t());
    return bias == null ? y : y.plus(bias.value());
  }

  @Override
  protected String describe() {
    var shape = weight().shape();
    var in = shape.get(1) == Shape.UNKNOWN ? "?" : Long.toString(shape.get(1));
    return "%s(%s -> %d%s)"
        .formatted(getClass().getSimpleName(), in, shape.get(0), bias == null ? ", no bias" : "");
  }
}
