package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.op.Window;

/// A [Conv1d] whose `in` its first input decides.
public final class LazyConv1d extends Conv1d {
  /// Makes a convolution with a bias that moves one element at a time, without padding.
  ///
  /// @param out channels of a result
  /// @param size of the kernel
  /// @throws IllegalArgumentException if a number is outside its range
  public LazyConv1d(long out, long size) {
    this(out, Window.of(size));
  }

  /// Makes a convolution with a bias.
  ///
  /// @param out channels of a result
  /// @throws IllegalArgumentException if a number is outside its range
  public LazyConv1d(long out, Window window) {
    this(out, window, 1, true);
  }

  /// Makes a convolution.
  ///
  /// @param out channels of a result
  /// @param groups parts of one size that channels and outputs are cut into
  /// @param hasBias whether there is a `b`
  /// @throws IllegalArgumentException if a number is outside its range, or `groups` does not divide
  ///   `out`
  public LazyConv1d(long out, Window window, long groups, boolean hasBias) {
    super(Convolution.of(Shape.UNKNOWN, out, groups, window), hasBias);
  }
}
