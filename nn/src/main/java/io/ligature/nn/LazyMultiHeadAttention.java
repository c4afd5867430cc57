package io.ligature.nn;

/// A [MultiHeadAttention] whose width is the last extent of its first queries.
///
/// Keys and values have it as well, unless the options say otherwise; if they do, the three
/// projections are three parameters, whatever the width turns out to be.
public final class LazyMultiHeadAttention extends MultiHeadAttention {
  /// Makes the layer with the options [AttentionOptions#DEFAULT].
  ///
  /// @throws IllegalArgumentException if `heads` is below 1
  public LazyMultiHeadAttention(long heads) {
    this(heads, AttentionOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @throws IllegalArgumentException if `heads` is below 1, or the groups do not divide them
  public LazyMultiHeadAttention(long heads, AttentionOptions options) {
    super(options, heads);
  }
}
