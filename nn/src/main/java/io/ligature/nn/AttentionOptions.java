package io.ligature.nn;

/// How a [MultiHeadAttention] is built, with PyTorch's defaults.
///
/// ```text
/// new MultiHeadAttention(64, 8, AttentionOptions.DEFAULT.batchFirst(true).groups(2))
/// ```
///
/// @param groups how many heads keys and values have, a divisor of the heads of the queries; 0 for
///   as many
/// @param keyWidth the width of the keys; 0 for that of the queries
/// @param valueWidth the width of the values; 0 for that of the queries
/// @param hasBias whether there are biases
/// @param dropout the share of zeros among the weights of keys, while training
/// @param batchFirst whether sequences are `(batch, steps, width)` and not `(steps, batch, width)`
/// @param rotaryBase turns the queries and keys of every head by [RotaryPositions] with this base,
///   in pairs of neighbours; 0 for not at all
public record AttentionOptions(
    long groups,
    long keyWidth,
    long valueWidth,
    boolean hasBias,
    double dropout,
    boolean batchFirst,
    double rotaryBase) {
  /// A head of keys for each of queries, all of one width, with biases, without dropout or
  /// rotation, steps first.
  public static final AttentionOptions DEFAULT = new AttentionOptions(0, 0, 0, true, 0, false, 0);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if a size is negative, `dropout` outside [0, 1], or
  ///   `rotaryBase` neither 0 nor above 1
  public AttentionOptions {
    if (groups < 0 || keyWidth < 0 || valueWidth < 0) {
      throw new IllegalArgumentException(
          "Attention needs groups and widths of 1 or more, or 0 for those of the queries; found %d groups, keys of %d and values of %d."
              .formatted(groups, keyWidth, valueWidth));
    }
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new IllegalArgumentException(
          "Attention needs a dropout of 0 to 1; found %s.".formatted(dropout));
    }
    if (rotaryBase != 0 && (!(rotaryBase > 1) || !Double.isFinite(rotaryBase))) {
      throw new IllegalArgumentException(
          "Attention needs a rotaryBase above 1, or 0 for no rotation; found %s."
              .formatted(rotaryBase));
    }
  }

  /// {@return these options with so many heads of keys and values}
  public AttentionOptions groups(long count) {
    return new AttentionOptions(
        count, keyWidth, valueWidth, hasBias, dropout, batchFirst, rotaryBase);
  }

  /// {@return these options for keys of another width}
  public AttentionOptions keyWidth(long width) {
    return new AttentionOptions(
        groups, width, valueWidth, hasBias, dropout, batchFirst, rotaryBase);
  }

  /// {@return these options for values of another width}
  public AttentionOptions valueWidth(long width) {
    return new AttentionOptions(groups, keyWidth, width, hasBias, dropout, batchFirst, rotaryBase);
  }

  /// {@return these options with or without biases}
  public AttentionOptions hasBias(boolean has) {
    return new AttentionOptions(groups, keyWidth, valueWidth, has, dropout, batchFirst, rotaryBase);
  }

  /// {@return these options with another share of zeros among the weights of keys}
  public AttentionOptions dropout(double p) {
    return new AttentionOptions(groups, keyWidth, valueWidth, hasBias, p, batchFirst, rotaryBase);
  }

  /// {@return these options with the batch or the steps first}
  public AttentionOptions batchFirst(boolean first) {
    return new AttentionOptions(groups, keyWidth, valueWidth, hasBias, dropout, first, rotaryBase);
  }

  /// {@return these options with queries and keys turned by their positions}
  ///
  /// @param base such as [RotaryPositions#BASE]; 0 for not at all
  public AttentionOptions rotaryBase(double base) {
    return new AttentionOptions(groups, keyWidth, valueWidth, hasBias, dropout, batchFirst, base);
  }

  /// {@return what printing adds for every option that is not the default}
  String describe() {
    return (groups == 0 ? "" : ", %d groups".formatted(groups))
        + (keyWidth == 0 ? "" : ", keys of %d".formatted(keyWidth))
        + (valueWidth == 0 ? "" : ", values of %d".formatted(valueWidth))
        + (hasBias ? "" : ", no bias")
        + (dropout == 0 ? "" : ", dropout %s".formatted(dropout))
        + (batchFirst ? ", batch first" : "");
  }
}
