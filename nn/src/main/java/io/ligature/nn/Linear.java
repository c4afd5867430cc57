package io.ligature.nn;

import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.Linear.Activation;
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
  ///
  /// @throws IllegalArgumentException if a number is negative
  public Linear(long in, long out) {
    this(in, out, true);
  }

  /// Makes the map.
  ///
  /// @param hasBias whether there is a `b`
  /// @throws IllegalArgumentException if a number is negative
  @SuppressWarnings("this-escape") // see below
  public Linear(long in, long out, boolean hasBias) {
    this(shape(in, out), hasBias);
  }

  private static Shape shape(long in, long out) {
    if (in < 0 || out < 0) {
      throw new IllegalArgumentException(
          "Linear needs 0 or more inputs and outputs; found %d and %d.".formatted(in, out));
    }
    return Shape.of(out, in);
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  Linear(Shape shape, boolean hasBias) {
    weight = param("weight", Parameter.of(shape, Init.defaultWeight()));
    bias =
        hasBias
            ? param("bias", Parameter.of(Shape.partial(shape.get(0)), new DefaultBias(weight)))
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
    return map(x, Activation.NONE);
  }

  /// {@return the result of this layer and then of an activation, computed as one; null where
  /// somebody could tell the difference, or it cannot be}
  @Nullable Tensor applyWith(Block next, Tensor x) {
    var f = next.fusible();
    if (f == null || !isPlain() || next.hasHooks() || Pass.current() != null) {
      return null;
    }
    try {
      return weight.dtype() == x.dtype() && x.dtype().computes() ? map(x, f) : null;
    } catch (RuntimeException e) {
      throw Trail.leave(this, e);
    }
  }

  /// Whether [#apply] would do nothing but [#forward], and that this very one.
  private boolean isPlain() {
    return isReady()
        && !hasHooks()
        && (getClass() == Linear.class || getClass() == LazyLinear.class);
  }

  private Tensor map(Tensor x, Activation f) {
    return affine(x, weight.value(), bias == null ? null : bias.value(), f);
  }

  /// {@return f(x Wᵀ + b)}
  ///
  /// @param f NONE where types differ
  static Tensor affine(Tensor x, Tensor w, @Nullable Tensor b, Activation f) {
    long in = w.shape().get(1);
    if (x.rank() == 0 || x.shape().get(-1) != in) {
      throw new ShapeException(
          "Linear needs x (..., %d); found %s. Reshape x, or build the layer for its last extent."
              .formatted(in, x.shape()));
    }
    if (x.dtype() != w.dtype() || !w.dtype().computes()) {
      var y = x.matmul(w.t()); // which promotes
      return b == null ? y : y.plus(b);
    }
    var op = f == Activation.NONE ? io.ligature.op.Linear.OP : new io.ligature.op.Linear(f);
    return b == null ? Dispatch.execute(op, x, w) : Dispatch.execute(op, x, w, b);
  }

  @Override
  protected String describe() {
    var shape = weight().shape();
    return "%s(%s -> %s%s)"
        .formatted(
            getClass().getSimpleName(),
            extent(shape.get(1)),
            extent(shape.get(0)),
            bias == null ? ", no bias" : "");
  }

  private static String extent(long extent) {
    return extent == Shape.UNKNOWN ? "?" : Long.toString(extent);
  }
}
