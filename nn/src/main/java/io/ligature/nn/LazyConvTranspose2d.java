package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.op.Window;
import java.util.List;

/// A [ConvTranspose2d] whose `in` its first input decides.
public final class LazyConvTranspose2d extends ConvTranspose2d {
  /// Makes the layer with a bias, a stride of 1 and without padding.
  ///
  /// @param out channels of a result
  /// @param size rows and columns of the kernel
  /// @throws IllegalArgumentException if a number is outside its range
  public LazyConvTranspose2d(long out, long size) {
    this(out, Window.of(size), 0);
  }

  /// Makes the layer with a bias.
  ///
  /// @param out channels of a result
  /// @param both the window of rows, and of columns
  /// @param extra rows and columns added behind: 0 to max(stride, dilation) - 1
  /// @throws IllegalArgumentException if a number is outside its range
  public LazyConvTranspose2d(long out, Window both, long extra) {
    this(out, both, both, extra, extra, 1, true);
  }

  /// Makes the layer.
  ///
  /// @param out channels of a result
  /// @param extraRows added behind: 0 to max(stride, dilation) - 1
  /// @param extraColumns added behind: 0 to max(stride, dilation) - 1
  /// @param groups parts of one size that channels and outputs are cut into
  /// @param hasBias whether there is a `b`
  /// @throws IllegalArgumentException if a number is outside its range, or `groups` does not divide
  ///   `out`
  public LazyConvTranspose2d(
      long out,
      Window rows,
      Window columns,
      long extraRows,
      long extraColumns,
      long groups,
      boolean hasBias) {
    super(
        Convolution.transposed(
            Shape.UNKNOWN, out, groups, List.of(extraRows, extraColumns), rows, columns),
        hasBias);
  }
}
