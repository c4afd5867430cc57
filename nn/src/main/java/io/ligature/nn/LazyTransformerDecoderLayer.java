package io.ligature.nn;

import io.ligature.Shape;

/// A [TransformerDecoderLayer] whose width is the last extent of its first input.
public final class LazyTransformerDecoderLayer extends TransformerDecoderLayer {
  /// Makes the layer with the options [TransformerOptions#DEFAULT].
  ///
  /// @throws IllegalArgumentException if `heads` is below 1
  public LazyTransformerDecoderLayer(long heads) {
    this(heads, TransformerOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if `heads` is below 1, or the groups do not divide them
  public LazyTransformerDecoderLayer(long heads, TransformerOptions options) {
    super(options, heads, Shape.UNKNOWN);
  }
}
