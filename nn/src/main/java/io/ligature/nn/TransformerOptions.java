package io.ligature.nn;

import java.util.function.Supplier;

/// How a [TransformerEncoderLayer] or [TransformerDecoderLayer] is built, with PyTorch's defaults.
///
/// ```text
/// TransformerOptions.DEFAULT.feedForward(256).activation(GELU::new).normFirst(true).batchFirst(true)
/// ```
///
/// @param feedForward the width between the two linear layers, 1 or more
/// @param dropout the share of zeros, while training, among the weights of keys, between the linear
///   layers, and in what each part adds
/// @param activation makes what stands between the linear layers
/// @param eps keeps the divisor of the norms from 0
/// @param hasBias whether projections, linear layers and norms have biases
/// @param batchFirst whether sequences are `(batch, steps, width)` and not `(steps, batch, width)`
/// @param normFirst whether each part begins with its norm, and not the sum ends with it
/// @param groups how many heads keys and values have, a divisor of the heads of the queries; 0 for
///   as many
/// @param rotaryBase turns queries and keys of self-attention by [RotaryPositions] with this base;
///   0 for not at all
public record TransformerOptions(
    long feedForward,
    double dropout,
    Supplier<? extends Block> activation,
    double eps,
    boolean hasBias,
    boolean batchFirst,
    boolean normFirst,
    long groups,
    double rotaryBase) {
  /// 2048 wide, dropout of 0.1, ReLU, eps of 1e-5, with biases, steps first, norms last.
  public static final TransformerOptions DEFAULT =
      new TransformerOptions(2048, 0.1, ReLU::new, LayerNorm.EPS, true, false, false, 0, 0);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if `feedForward` is below 1, `dropout` outside [0, 1], `eps`
  ///   negative or not finite, `groups` negative, or `rotaryBase` neither 0 nor above 1
  public TransformerOptions {
    if (feedForward < 1) {
      throw new IllegalArgumentException(
          "A transformer layer needs a feedForward of 1 or more; found %d.".formatted(feedForward));
    }
    if (!(eps >= 0) || !Double.isFinite(eps)) {
      throw new IllegalArgumentException(
          "A transformer layer needs a finite eps of 0 or more; found %s.".formatted(eps));
    }
    var _ =
        new AttentionOptions(
            groups, 0, 0, hasBias, dropout, batchFirst, rotaryBase); // which checks the rest
  }

  /// {@return these options with another width between the linear layers}
  public TransformerOptions feedForward(long width) {
    return new TransformerOptions(
        width, dropout, activation, eps, hasBias, batchFirst, normFirst, groups, rotaryBase);
  }

  /// {@return these options with another share of zeros}
  public TransformerOptions dropout(double p) {
    return new TransformerOptions(
        feedForward, p, activation, eps, hasBias, batchFirst, normFirst, groups, rotaryBase);
  }

  /// {@return these options with another function between the linear layers}
  public TransformerOptions activation(Supplier<? extends Block> maker) {
    return new TransformerOptions(
        feedForward, dropout, maker, eps, hasBias, batchFirst, normFirst, groups, rotaryBase);
  }

  /// {@return these options with another number under the roots of the norms}
  public TransformerOptions eps(double least) {
    return new TransformerOptions(
        feedForward,
        dropout,
        activation,
        least,
        hasBias,
        batchFirst,
        normFirst,
        groups,
        rotaryBase);
  }

  /// {@return these options with or without biases}
  public TransformerOptions hasBias(boolean has) {
    return new TransformerOptions(
        feedForward, dropout, activation, eps, has, batchFirst, normFirst, groups, rotaryBase);
  }

  /// {@return these options with the batch or the steps first}
  public TransformerOptions batchFirst(boolean first) {
    return new TransformerOptions(
        feedForward, dropout, activation, eps, hasBias, first, normFirst, groups, rotaryBase);
  }

  /// {@return these options with the norms first or last}
  public TransformerOptions normFirst(boolean first) {
    return new TransformerOptions(
        feedForward, dropout, activation, eps, hasBias, batchFirst, first, groups, rotaryBase);
  }

  /// {@return these options with so many heads of keys and values}
  public TransformerOptions groups(long count) {
    return new TransformerOptions(
        feedForward, dropout, activation, eps, hasBias, batchFirst, normFirst, count, rotaryBase);
  }

  /// {@return these options with queries and keys of self-attention turned by their positions}
  ///
  /// @param base such as [RotaryPositions#BASE]; 0 for not at all
  public TransformerOptions rotaryBase(double base) {
    return new TransformerOptions(
        feedForward, dropout, activation, eps, hasBias, batchFirst, normFirst, groups, base);
  }

  /// {@return the options of self-attention}
  AttentionOptions ofSelf() {
    return new AttentionOptions(groups, 0, 0, hasBias, dropout, batchFirst, rotaryBase);
  }

  /// {@return the options of attention to a memory, whose places are not those of the queries}
  AttentionOptions ofMemory() {
    return ofSelf().rotaryBase(0);
  }
}
