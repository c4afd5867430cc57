package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.AvgPool;
import io.ligature.op.Window;
import java.util.List;

/// The mean of every window of an image.
///
/// ```text
/// y[n, c, o, p] = mean over k, l of x[n, c, 2 o + k, 2 p + l]      size 2, so stride 2, without padding
///
/// x (N, C, H, W), or (C, H, W) for one sample      y (N, C, rows, columns)
/// ```
///
/// A [Window] for each axis says how large the windows are, and stride and padding. Padding is
/// zeros, which count unless the layer is told otherwise.
///
/// @see io.ligature.op.AvgPool
public final class AvgPool2d extends Block {
  private final AvgPool op;

  /// Makes the layer with windows that lie side by side.
  ///
  /// @param size rows and columns of a window, and the stride
  /// @throws IllegalArgumentException if it is below 1
  public AvgPool2d(long size) {
    this(Window.of(size).stride(size));
  }

  /// Makes the layer; padding counts.
  ///
  /// @param both the window of rows, and of columns
  /// @throws IllegalArgumentException if it has more padding than half its reach
  public AvgPool2d(Window both) {
    this(both, both, true);
  }

  /// Makes the layer.
  ///
  /// @param countsPadding whether the mean is over all elements of a window, or those of x alone
  /// @throws IllegalArgumentException if a window has more padding than half its reach
  public AvgPool2d(Window rows, Window columns, boolean countsPadding) {
    op = new AvgPool(List.of(rows, columns), countsPadding);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Samples.apply(op, 2, x);
  }

  @Override
  protected String describe() {
    return "AvgPool2d(%s%s)"
        .formatted(
            Windows.describe(op.windows()), op.countsPadding() ? "" : ", padding not counted");
  }
}
