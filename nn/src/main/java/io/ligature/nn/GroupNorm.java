package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// Groups of channels brought to mean 0 and variance 1, then each channel scaled and shifted.
///
/// ```text
/// y = (x - E[x]) / √(Var[x] + eps) w[c] + b[c]      E, Var over a group of one sample; Var is biased
///
/// x (N, C, ...)   weight w (C), begins at 1   bias b (C), begins at 0
/// ```
///
/// One group normalises a sample as a whole, and as many groups as channels each channel by itself.
///
/// @see <a href="https://arxiv.org/abs/1803.08494">Wu and He (2018)</a>
public class GroupNorm extends Block {
  /// What is added to the variance when nobody says otherwise.
  public static final double EPS = 1e-5;

  private final io.ligature.op.GroupNorm op;
  private final long channels;
  private @Nullable Parameter weight;
  private @Nullable Parameter bias;

  /// Makes the layer with weight and bias.
  ///
  /// @param groups how many; divides the channels
  /// @param channels the extent of axis 1
  public GroupNorm(long groups, long channels) {
    this(groups, channels, EPS, true);
  }

  /// Makes the layer.
  ///
  /// @param groups how many; divides the channels
  /// @param channels the extent of axis 1
  /// @param eps keeps the divisor from 0
  /// @param affine whether there are `w` and `b`
  /// @throws IllegalArgumentException if there is no group, or they do not divide the channels, or
  ///   `eps` is negative or not finite
  public GroupNorm(long groups, long channels, double eps, boolean affine) {
    this(groups, Shape.of(Channels.check("GroupNorm", channels)), eps, affine);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "GroupNorm needs channels in %d groups of one size; found %d channels. Choose numbers that divide."
              .formatted(groups, channels));
    }
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  GroupNorm(long groups, Shape channels, double eps, boolean affine) {
    this.op = new io.ligature.op.GroupNorm(groups, eps);
    this.channels = channels.get(0);
    weight = affine ? param("weight", Parameter.of(channels, Init.ones())) : null;
    bias = affine ? param("bias", Parameter.of(channels, Init.zeros())) : null;
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
    check(x, channels);
    weight().resolve(Shape.of(x.shape().get(1)));
    bias().resolve(Shape.of(x.shape().get(1)));
  }

  @Override
  protected Tensor forward(Tensor x) {
    check(x, weight == null ? channels : weight.shape().get(0));
    return Promoted.execute(op, x, LayerNorm.valueOf(weight), LayerNorm.valueOf(bias));
  }

  private static void check(Tensor x, long channels) {
    if (x.rank() < 2 || (channels != Shape.UNKNOWN && x.shape().get(1) != channels)) {
      throw new ShapeException(
          "GroupNorm needs x (N, %s, ...); found %s. Reshape x, or build the layer for its channels."
              .formatted(Channels.name(channels), x.shape()));
    }
  }

  @Override
  protected String describe() {
    long known = weight == null ? channels : weight.slot().shape().get(0);
    return "%s(%d, %s%s)"
        .formatted(
            getClass().getSimpleName(),
            op.groups(),
            known == Shape.UNKNOWN ? "?" : Long.toString(known),
            weight == null ? ", no weight" : "");
  }
}
