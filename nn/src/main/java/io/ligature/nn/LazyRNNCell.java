package io.ligature.nn;

/// An [RNNCell] whose `in` is the last extent of its first input.
public final class LazyRNNCell extends RNNCell {
  /// Makes a cell with biases and tanh.
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyRNNCell(long hidden) {
    this(hidden, true, RNN.Nonlinearity.TANH);
  }

  /// Makes a cell.
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyRNNCell(long hidden, boolean hasBias, RNN.Nonlinearity nonlinearity) {
    super(hasBias, hidden, nonlinearity);
  }
}
