package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The last axes brought to mean 0 and variance 1, then scaled and shifted element by element.
///
/// ```text
/// y = (x - E[x]) / √(Var[x] + eps) w + b      E, Var over the last axes; Var is biased
///
/// x (..., over)   weight w (over), begins at 1   bias b (over), begins at 0
/// ```
///
/// @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton (2016)</a>
public class LayerNorm extends Block {
  /// What is added to the variance when nobody says otherwise.
  public static final double EPS = 1e-5;

  private final io.ligature.op.LayerNorm op;
  private final Shape over;
  private @Nullable Parameter weight;
  private @Nullable Parameter bias;

  /// Makes the layer for the last axis, with weight and bias.
  ///
  /// @param width its extent
  public LayerNorm(long width) {
    this(Shape.of(width));
  }

  /// Makes the layer with weight and bias.
  ///
  /// @param over the extents of the last axes
  public LayerNorm(Shape over) {
    this(over, EPS, true, true);
  }

  /// Makes the layer.
  ///
  /// @param over the extents of the last axes
  /// @param eps keeps the divisor from 0
  /// @param affine whether there is a `w`
  /// @param hasBias whether there is a `b` as well
  /// @throws IllegalArgumentException if `over` has no axes, or `eps` is negative or not finite
  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  public LayerNorm(Shape over, double eps, boolean affine, boolean hasBias) {
    this.op = new io.ligature.op.LayerNorm(over.rank(), eps);
    this.over = over;
    weight = affine ? param("weight", Parameter.of(over, Init.ones())) : null;
    bias = affine && hasBias ? param("bias", Parameter.of(over, Init.zeros())) : null;
  }

  /// {@return `w`}
  ///
  /// @throws IllegalStateException if the layer was made without
  public final Parameter weight() {
    return Absent.check(this, "weight", weight);
  }

  /// {@return `b`}
  ///
  /// @throws IllegalStateException if the layer was made without
  public final Parameter bias() {
    return Absent.check(this, "bias", bias);
  }

  @Override
  protected void infer(Tensor x) {
    if (weight != null) {
      weight.slot().resolve(last("LayerNorm", over, x));
    }
    if (bias != null) {
      bias.slot().resolve(last("LayerNorm", over, x));
    }
  }

  @Override
  protected Tensor forward(Tensor x) {
    last("LayerNorm", weight == null ? over : weight.shape(), x);
    return Promoted.execute(op, x, valueOf(weight), valueOf(bias));
  }

  static @Nullable Tensor valueOf(@Nullable Parameter parameter) {
    return parameter == null ? null : parameter.value();
  }

  /// {@return the extents of the last axes of an input}
  ///
  /// @throws ShapeException if they are not those that are known
  static Shape last(String name, Shape known, Tensor x) {
    int first = x.rank() - known.rank();
    var found =
        first < 0 ? x.shape() : Shape.of(Arrays.copyOfRange(x.shape().toArray(), first, x.rank()));
    if (!known.accepts(found)) {
      throw new ShapeException(
          "%s needs x (..., %s); found %s. Reshape x, or build the layer for its last extents."
              .formatted(name, extents(known), x.shape()));
    }
    return found;
  }

  static String extents(Shape shape) {
    return Arrays.stream(shape.toArray())
        .mapToObj(extent -> extent == Shape.UNKNOWN ? "?" : Long.toString(extent))
        .collect(Collectors.joining(", "));
  }

  @Override
  protected String describe() {
    var shape = weight == null ? over : weight.slot().shape();
    var lacks = weight == null ? ", no weight" : bias == null ? ", no bias" : "";
    return "%s(%s%s)".formatted(getClass().getSimpleName(), extents(shape), lacks);
  }
}
