package io.ligature.nn;

/// An [RNN] whose `in` is the last extent of its first input.
public final class LazyRNN extends RNN {
  /// Makes a net with tanh and the options [RecurrentOptions#DEFAULT].
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyRNN(long hidden) {
    this(hidden, Nonlinearity.TANH, RecurrentOptions.DEFAULT);
  }

  /// Makes a net.
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyRNN(long hidden, Nonlinearity nonlinearity, RecurrentOptions options) {
    super(options, hidden, nonlinearity);
  }
}
