package io.ligature.nn;

import io.ligature.Shape;

/// A [TransformerEncoderLayer] whose width is the last extent of its first input.
public final class LazyTransformerEncoderLayer extends TransformerEncoderLayer {
  /// Makes the layer with the options [TransformerOptions#DEFAULT].
  ///
  /// @throws IllegalArgumentException if `heads` is below 1
  public LazyTransformerEncoderLayer(long heads) {
    this(heads, TransformerOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if `heads` is below 1, or the groups do not divide them
  public LazyTransformerEncoderLayer(long heads, TransformerOptions options) {
    super(options, heads, Shape.UNKNOWN);
  }
}
