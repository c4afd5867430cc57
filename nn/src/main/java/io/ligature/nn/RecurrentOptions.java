package io.ligature.nn;

/// How an [RNN], [LSTM] or [GRU] is built, with PyTorch's defaults.
///
/// ```text
/// new LSTM(8, 16, RecurrentOptions.DEFAULT.layers(2).bidirectional(true))
/// ```
///
/// @param layers how many cells stand on each other, 1 or more
/// @param hasBias whether there are biases
/// @param batchFirst whether sequences are `(batch, steps, features)` and not `(steps, batch,
///   features)`; states are the same either way
/// @param dropout the share of zeros in what a layer hands to the next, while training
/// @param bidirectional whether every layer also reads from the end, with weights of its own
public record RecurrentOptions(
    int layers, boolean hasBias, boolean batchFirst, double dropout, boolean bidirectional) {
  /// One layer with biases, forwards, steps first, without dropout.
  public static final RecurrentOptions DEFAULT = new RecurrentOptions(1, true, false, 0, false);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if `layers` is below 1, or `dropout` outside [0, 1]
  public RecurrentOptions {
    if (layers < 1) {
      throw new IllegalArgumentException(
          "A recurrent net needs 1 or more layers; found %d.".formatted(layers));
    }
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new IllegalArgumentException(
          "A recurrent net needs a dropout of 0 to 1; found %s.".formatted(dropout));
    }
  }

  /// {@return these options with so many layers}
  public RecurrentOptions layers(int count) {
    return new RecurrentOptions(count, hasBias, batchFirst, dropout, bidirectional);
  }

  /// {@return these options with or without biases}
  public RecurrentOptions hasBias(boolean has) {
    return new RecurrentOptions(layers, has, batchFirst, dropout, bidirectional);
  }

  /// {@return these options with the batch or the steps first}
  public RecurrentOptions batchFirst(boolean first) {
    return new RecurrentOptions(layers, hasBias, first, dropout, bidirectional);
  }

  /// {@return these options with another share of zeros between layers}
  public RecurrentOptions dropout(double p) {
    return new RecurrentOptions(layers, hasBias, batchFirst, p, bidirectional);
  }

  /// {@return these options for one or both directions}
  public RecurrentOptions bidirectional(boolean both) {
    return new RecurrentOptions(layers, hasBias, batchFirst, dropout, both);
  }

  int directions() {
    return bidirectional ? 2 : 1;
  }

  /// {@return what printing adds for every option that is not the default}
  String describe() {
    return (layers == 1 ? "" : ", %d layers".formatted(layers))
        + (bidirectional ? ", bidirectional" : "")
        + (hasBias ? "" : ", no bias")
        + (dropout == 0 ? "" : ", dropout %s".formatted(dropout))
        + (batchFirst ? ", batch first" : "");
  }
}
