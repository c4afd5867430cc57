package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.AvgPool;
import io.ligature.op.Window;
import java.util.List;

/// The mean of every window of a sequence.
///
/// ```text
/// y[n, c, o] = mean over k of x[n, c, 2 o + k]      size 2, so stride 2, without padding
///
/// x (N, C, L), or (C, L) for one sample      y (N, C, count)
/// ```
///
/// A [Window] says how large the windows are, and stride and padding. Padding is zeros, which count
/// unless the layer is told otherwise.
///
/// @see io.ligature.op.AvgPool
public final class AvgPool1d extends Block {
  private final AvgPool op;

  /// Makes the layer with windows that lie side by side.
  ///
  /// @param size of a window, and the stride
  /// @throws IllegalArgumentException if it is below 1
  public AvgPool1d(long size) {
    this(Window.of(size).stride(size));
  }

  /// Makes the layer; padding counts.
  ///
  /// @throws IllegalArgumentException if it has more padding than half its reach
  public AvgPool1d(Window window) {
    this(window, true);
  }

  /// Makes the layer.
  ///
  /// @param countsPadding whether the mean is over all elements of a window, or those of x alone
  /// @throws IllegalArgumentException if it has more padding than half its reach
  public AvgPool1d(Window window, boolean countsPadding) {
    op = new AvgPool(List.of(window), countsPadding);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Samples.apply(op, 1, x);
  }

  @Override
  protected String describe() {
    return "AvgPool1d(%s%s)"
        .formatted(
            Windows.describe(op.windows()), op.countsPadding() ? "" : ", padding not counted");
  }
}
