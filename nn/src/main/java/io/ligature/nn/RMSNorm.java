package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.RmsNorm;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The last axes brought to a root mean square of 1, then scaled element by element.
///
/// ```text
/// y = x / √(mean(x²) + eps) w      mean over the last axes
///
/// x (..., over)   weight w (over), begins at 1
/// ```
///
/// As in PyTorch, `eps` is the distance from 1 to the next number of the type that is computed in
/// (2 to the -23 for FLOAT32), unless it is given. Files of language models come with their own,
/// often 1e-5 or 1e-6.
///
/// @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich (2019), eq. 4</a>
public class RMSNorm extends Block {
  private final Shape over;
  private final OptionalDouble eps;
  private @Nullable Parameter weight;

  /// Makes the layer for the last axis, with a weight.
  ///
  /// @param width its extent
  public RMSNorm(long width) {
    this(Shape.of(width), OptionalDouble.empty(), true);
  }

  /// Makes the layer for the last axis, with a weight.
  ///
  /// @param width its extent
  /// @param eps keeps the divisor from 0
  /// @throws IllegalArgumentException if `eps` is negative or not finite
  public RMSNorm(long width, double eps) {
    this(Shape.of(width), OptionalDouble.of(eps), true);
  }

  /// Makes the layer.
  ///
  /// @param over the extents of the last axes
  /// @param eps keeps the divisor from 0; empty to go by the type
  /// @param affine whether there is a `w`
  /// @throws IllegalArgumentException if `over` has no axes, or `eps` is negative or not finite
  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  public RMSNorm(Shape over, OptionalDouble eps, boolean affine) {
    var _ = new RmsNorm(over.rank(), eps.orElse(0)); // which checks them
    this.over = over;
    this.eps = eps;
    weight = affine ? param("weight", Parameter.of(over, Init.ones())) : null;
  }

  /// {@return `w`}
  ///
  /// @throws IllegalStateException if the layer was made without
  public final Parameter weight() {
    return Absent.check(this, "weight", weight);
  }

  @Override
  protected void infer(Tensor x) {
    if (weight != null) {
      weight.slot().resolve(LayerNorm.last("RMSNorm", over, x));
    }
  }

  @Override
  protected Tensor forward(Tensor x) {
    LayerNorm.last("RMSNorm", weight == null ? over : weight.shape(), x);
    var w = LayerNorm.valueOf(weight);
    var dtype = w == null ? x.dtype() : DType.promote(x.dtype(), w.dtype());
    double least = dtype == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
    return Promoted.execute(new RmsNorm(over.rank(), eps.orElse(least)), x, w);
  }

  @Override
  protected String describe() {
    var shape = weight == null ? over : weight.slot().shape();
    return "%s(%s%s)"
        .formatted(
            getClass().getSimpleName(),
            LayerNorm.extents(shape),
            weight == null ? ", no weight" : "");
  }
}
