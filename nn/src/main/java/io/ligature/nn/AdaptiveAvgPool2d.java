package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.AdaptiveAvgPool;
import java.util.List;

/// The means of the pieces of an image, cut into so many rows and columns of pieces.
///
/// ```text
/// y[n, c, i, j] = mean over k, l of x[n, c, k, l]      ⌊i H / rows⌋ <= k < ⌈(i + 1) H / rows⌉, and so for l
///
/// x (N, C, H, W), or (C, H, W) for one sample      y (N, C, rows, columns)
/// ```
///
/// With one row and column it is the mean of a channel.
///
/// @see <a href="https://arxiv.org/abs/1312.4400">Lin, Chen and Yan (2013), section 3.2</a>
public final class AdaptiveAvgPool2d extends Block {
  private final AdaptiveAvgPool op;

  /// Makes the layer with as many rows as columns.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public AdaptiveAvgPool2d(long both) {
    this(both, both);
  }

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if one is below 1
  public AdaptiveAvgPool2d(long rows, long columns) {
    op = new AdaptiveAvgPool(List.of(rows, columns));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Samples.apply(op, 2, x);
  }

  @Override
  protected String describe() {
    return "AdaptiveAvgPool2d(%d x %d)".formatted(op.extents().get(0), op.extents().get(1));
  }
}
