package io.ligature;

/// Elements in order, and where they came from.
///
/// @param values the elements
/// @param indices their INT64 places along the axis before
public record Sorted(Tensor values, Tensor indices) {}
