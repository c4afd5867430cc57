package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.AdaptiveAvgPool;
import java.util.List;

/// The means of the pieces of a sequence, cut into so many.
///
/// ```text
/// y[n, c, i] = mean over k of x[n, c, k]      ⌊i L / count⌋ <= k < ⌈(i + 1) L / count⌉
///
/// x (N, C, L), or (C, L) for one sample      y (N, C, count)
/// ```
///
/// With one piece it is the mean of a channel.
///
/// @see <a href="https://arxiv.org/abs/1312.4400">Lin, Chen and Yan (2013), section 3.2</a>
public final class AdaptiveAvgPool1d extends Block {
  private final AdaptiveAvgPool op;

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public AdaptiveAvgPool1d(long count) {
    op = new AdaptiveAvgPool(List.of(count));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Samples.apply(op, 1, x);
  }

  @Override
  protected String describe() {
    return "AdaptiveAvgPool1d(%d)".formatted(op.extents().get(0));
  }
}
