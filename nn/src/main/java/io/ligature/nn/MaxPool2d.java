package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.MaxPool;
import io.ligature.op.Window;
import java.util.List;

/// The largest element of every window of an image.
///
/// ```text
/// y[n, c, o, p] = max over k, l of x[n, c, 2 o + k, 2 p + l]      size 2, so stride 2, without padding
///
/// x (N, C, H, W), or (C, H, W) for one sample      y (N, C, rows, columns)
/// ```
///
/// A [Window] for each axis says how large the windows are, and stride, padding and dilation;
/// padding is never the largest.
///
/// @see io.ligature.op.MaxPool
public final class MaxPool2d extends Block {
  private final MaxPool op;

  /// Makes the layer with windows that lie side by side.
  ///
  /// @param size rows and columns of a window, and the stride
  /// @throws IllegalArgumentException if it is below 1
  public MaxPool2d(long size) {
    this(Window.of(size).stride(size));
  }

  /// Makes the layer.
  ///
  /// @param both the window of rows, and of columns
  /// @throws IllegalArgumentException if it has more padding than half its reach
  public MaxPool2d(Window both) {
    this(both, both);
  }

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if a window has more padding than half its reach
  public MaxPool2d(Window rows, Window columns) {
    op = new MaxPool(List.of(rows, columns));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Samples.apply(op, 2, x);
  }

  @Override
  protected String describe() {
    return "MaxPool2d(%s)".formatted(Windows.describe(op.windows()));
  }
}
