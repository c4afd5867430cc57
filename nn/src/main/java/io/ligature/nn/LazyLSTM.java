package io.ligature.nn;

/// An [LSTM] whose `in` is the last extent of its first input.
public final class LazyLSTM extends LSTM {
  /// Makes a net with the options [RecurrentOptions#DEFAULT].
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyLSTM(long hidden) {
    this(hidden, RecurrentOptions.DEFAULT);
  }

  /// Makes a net.
  ///
  /// @throws IllegalArgumentException if `hidden` is below 1
  public LazyLSTM(long hidden, RecurrentOptions options) {
    super(options, hidden);
  }
}
