package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.AdaptiveMaxPool;
import java.util.List;

/// The largest elements of the pieces of an image, cut into so many rows and columns of pieces.
///
/// ```text
/// y[n, c, i, j] = max over k, l of x[n, c, k, l]      ⌊i H / rows⌋ <= k < ⌈(i + 1) H / rows⌉, and so for l
///
/// x (N, C, H, W), or (C, H, W) for one sample      y (N, C, rows, columns)
/// ```
public final class AdaptiveMaxPool2d extends Block {
  private final AdaptiveMaxPool op;

  /// Makes the layer with as many rows as columns.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public AdaptiveMaxPool2d(long both) {
    this(both, both);
  }

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if one is below 1
  public AdaptiveMaxPool2d(long rows, long columns) {
    op = new AdaptiveMaxPool(List.of(rows, columns));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Samples.apply(op, 2, x);
  }

  @Override
  protected String describe() {
    return "AdaptiveMaxPool2d(%d x %d)".formatted(op.extents().get(0), op.extents().get(1));
  }
}
