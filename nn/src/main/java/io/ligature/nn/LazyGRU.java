package io.ligature.nn;

/// A [GRU] whose `in` is the last extent of its first input.
public final class LazyGRU extends GRU {
  /// Makes a net with the options [RecurrentOptions#DEFAULT].
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyGRU(long hidden) {
    this(hidden, RecurrentOptions.DEFAULT);
  }

  /// Makes a net.
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyGRU(long hidden, RecurrentOptions options) {
    super(options, hidden);
  }
}
