package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.op.Window;

/// A [Conv2d] whose `in` its first input decides.
public final class LazyConv2d extends Conv2d {
  /// Makes a convolution with a bias that moves one element at a time, without padding.
  ///
  /// @param out channels of a result
  /// @param size rows and columns of the kernel
  /// @throws IllegalArgumentException if a number is outside its range
  public LazyConv2d(long out, long size) {
    this(out, Window.of(size));
  }

  /// Makes a convolution with a bias.
  ///
  /// @param out channels of a result
  /// @param both the window of rows, and of columns
  /// @throws IllegalArgumentException if a number is outside its range
  public LazyConv2d(long out, Window both) {
    this(out, both, both, 1, true);
  }

  /// Makes a convolution.
  ///
  /// @param out channels of a result
  /// @param groups parts of one size that channels and outputs are cut into
  /// @param hasBias whether there is a `b`
  /// @throws IllegalArgumentException if a number is outside its range, or `groups` does not divide
  ///   `out`
  public LazyConv2d(long out, Window rows, Window columns, long groups, boolean hasBias) {
    super(Convolution.of(Shape.UNKNOWN, out, groups, rows, columns), hasBias);
  }
}
