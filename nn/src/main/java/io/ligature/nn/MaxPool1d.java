package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.MaxPool;
import io.ligature.op.Window;
import java.util.List;

/// The largest element of every window of a sequence.
///
/// ```text
/// y[n, c, o] = max over k of x[n, c, 2 o + k]      size 2, so stride 2, without padding
///
/// x (N, C, L), or (C, L) for one sample      y (N, C, count)
/// ```
///
/// A [Window] says how large the windows are, and stride, padding and dilation; padding is never
/// the largest.
///
/// @see io.ligature.op.MaxPool
public final class MaxPool1d extends Block {
  private final MaxPool op;

  /// Makes the layer with windows that lie side by side.
  ///
  /// @param size of a window, and the stride
  /// @throws IllegalArgumentException if it is below 1
  public MaxPool1d(long size) {
    this(Window.of(size).stride(size));
  }

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if the window has more padding than half its reach
  public MaxPool1d(Window window) {
    op = new MaxPool(List.of(window));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Samples.apply(op, 1, x);
  }

  @Override
  protected String describe() {
    return "MaxPool1d(%s)".formatted(Windows.describe(op.windows()));
  }
}
