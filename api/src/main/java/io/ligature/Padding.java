package io.ligature;

/// Which elements of its own an axis is padded with.
public enum Padding {
  /// Back from the edge, which is not repeated: `c b | a b c | b a`.
  REFLECT,
  /// The edge: `a a | a b c | c c`.
  REPLICATE,
  /// From the other end: `b c | a b c | a b`.
  CIRCULAR
}
