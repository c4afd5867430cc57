package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Arrays;

/// The rectifier with a learned slope below 0.
///
/// ```text
/// y = x          where x > 0
///     w[c] x     elsewhere          x (N, C, ...)   w (C), or (1) for all
/// ```
///
/// @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
public final class PReLU extends Block {
  private final Parameter weight;

  /// Makes the layer with one slope, which begins at 0.25.
  public PReLU() {
    this(1);
  }

  /// Makes the layer with a slope for each channel, which begin at 0.25.
  ///
  /// @param channels the extent of axis 1, or 1
  public PReLU(long channels) {
    weight = Parameter.of(Shape.of(channels), Init.constant(0.25));
  }

  /// {@return the slopes}
  public Parameter weight() {
    return weight.slot();
  }

  @Override
  protected Tensor forward(Tensor x) {
    var w = weight.value();
    return x.leakyRelu(w.size() == 1 ? w : alongChannels(w, x));
  }

  private static Tensor alongChannels(Tensor w, Tensor x) {
    if (x.rank() < 2 || x.shape().get(1) != w.size()) {
      throw new ShapeException(
          "PReLU needs x (N, %d, ...); found %s. Give it the number of channels, or one slope for all."
              .formatted(w.size(), x.shape()));
    }
    var extents = new long[x.rank() - 1];
    Arrays.fill(extents, 1);
    extents[0] = w.size();
    return w.reshape(extents);
  }

  @Override
  protected String describe() {
    return "PReLU(" + weight.shape().get(0) + ")";
  }
}
