package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.op.Window;
import java.util.List;

/// A [ConvTranspose1d] whose `in` its first input decides.
public final class LazyConvTranspose1d extends ConvTranspose1d {
  /// Makes the layer with a bias, a stride of 1 and without padding.
  ///
  /// @param out channels of a result
  /// @param size of the kernel
  /// @throws IllegalArgumentException if a number is outside its range
  public LazyConvTranspose1d(long out, long size) {
    this(out, Window.of(size), 0);
  }

  /// Makes the layer with a bias.
  ///
  /// @param out channels of a result
  /// @param extra elements added behind: 0 to max(stride, dilation) - 1
  /// @throws IllegalArgumentException if a number is outside its range
  public LazyConvTranspose1d(long out, Window window, long extra) {
    this(out, window, extra, 1, true);
  }

  /// Makes the layer.
  ///
  /// @param out channels of a result
  /// @param extra elements added behind: 0 to max(stride, dilation) - 1
  /// @param groups parts of one size that channels and outputs are cut into
  /// @param hasBias whether there is a `b`
  /// @throws IllegalArgumentException if a number is outside its range, or `groups` does not divide
  ///   `out`
  public LazyConvTranspose1d(long out, Window window, long extra, long groups, boolean hasBias) {
    super(Convolution.transposed(Shape.UNKNOWN, out, groups, List.of(extra), window), hasBias);
  }
}
