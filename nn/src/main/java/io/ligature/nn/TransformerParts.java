package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.function.UnaryOperator;

/// What [TransformerEncoderLayer] and [TransformerDecoderLayer] share: how parts are made, and how
/// what they compute is added.
final class TransformerParts {
  private TransformerParts() {}

  /// @param width may be unknown
  static MultiHeadAttention attention(long width, long heads, AttentionOptions options) {
    return width == Shape.UNKNOWN
        ? new LazyMultiHeadAttention(heads, options)
        : new MultiHeadAttention(width, heads, options);
  }

  /// @param width may be unknown
  static Linear first(long width, TransformerOptions options) {
    return width == Shape.UNKNOWN
        ? new LazyLinear(options.feedForward(), options.hasBias())
        : new Linear(width, options.feedForward(), options.hasBias());
  }

  /// @param width may be unknown
  static Linear second(long width, TransformerOptions options) {
    return new Linear(Shape.partial(width, options.feedForward()), options.hasBias());
  }

  /// @param width may be unknown
  static LayerNorm norm(long width, TransformerOptions options) {
    return new LayerNorm(Shape.partial(width), options.eps(), true, options.hasBias());
  }

  /// {@return the input and what a part made of it}
  ///
  /// ```text
  /// y = x + dropout(part(norm(x)))      if norms are first, else
  /// y = norm(x + dropout(part(x)))
  /// ```
  static Tensor add(
      Tensor x, boolean normFirst, LayerNorm norm, Dropout dropout, UnaryOperator<Tensor> part) {
    return normFirst
        ? x.plus(dropout.apply(part.apply(norm.apply(x))))
        : norm.apply(x.plus(dropout.apply(part.apply(x))));
  }

  /// {@return the second layer of the activated first}
  static Tensor feedForward(
      Tensor x, Linear first, Block activation, Dropout dropout, Linear second) {
    if (!second.weight().shape().isKnown()) { // its outputs are as many as it had inputs
      long width = x.shape().get(-1);
      second.weight().resolve(second.weight().shape().with(0, width));
      if (second.hasBias()) {
        second.bias().resolve(Shape.of(width));
      }
    }
    var fused = first.applyWith(activation, x);
    var inner = fused == null ? activation.apply(first.apply(x)) : fused;
    return second.apply(dropout.apply(inner));
  }

  static void checkCount(String stack, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "%s needs 1 or more layers; found %d.".formatted(stack, count));
    }
  }

  static long checked(long width) {
    if (width < 1) { // before the unknown width of a lazy layer could be meant
      throw new IllegalArgumentException(
          "A transformer layer needs a width of 1 or more; found %d.".formatted(width));
    }
    return width;
  }

  static IllegalArgumentException withoutMemory(String layer) {
    return new IllegalArgumentException(
        "%s needs a memory beside x. Call run(x, memory, mask, memoryMask).".formatted(layer));
  }
}
