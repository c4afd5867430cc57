package io.ligature.nn;

/// An [LSTMCell] whose `in` is the last extent of its first input.
public final class LazyLSTMCell extends LSTMCell {
  /// Makes a cell with biases.
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyLSTMCell(long hidden) {
    this(hidden, true);
  }

  /// Makes a cell.
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyLSTMCell(long hidden, boolean hasBias) {
    super(hasBias, hidden);
  }
}
