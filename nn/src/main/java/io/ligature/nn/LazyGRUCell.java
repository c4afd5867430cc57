package io.ligature.nn;

/// A [GRUCell] whose `in` is the last extent of its first input.
public final class LazyGRUCell extends GRUCell {
  /// Makes a cell with biases.
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyGRUCell(long hidden) {
    this(hidden, true);
  }

  /// Makes a cell.
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyGRUCell(long hidden, boolean hasBias) {
    super(hasBias, hidden);
  }
}
