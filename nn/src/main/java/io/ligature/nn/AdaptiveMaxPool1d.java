package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.AdaptiveMaxPool;
import java.util.List;

/// The largest elements of the pieces of a sequence, cut into so many.
///
/// ```text
/// y[n, c, i] = max over k of x[n, c, k]      ⌊i L / count⌋ <= k < ⌈(i + 1) L / count⌉
///
/// x (N, C, L), or (C, L) for one sample      y (N, C, count)
/// ```
public final class AdaptiveMaxPool1d extends Block {
  private final AdaptiveMaxPool op;

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public AdaptiveMaxPool1d(long count) {
    op = new AdaptiveMaxPool(List.of(count));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Samples.apply(op, 1, x);
  }

  @Override
  protected String describe() {
    return "AdaptiveMaxPool1d(%d)".formatted(op.extents().get(0));
  }
}
