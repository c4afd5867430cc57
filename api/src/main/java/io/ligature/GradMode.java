package io.ligature;

/// What backward does with the gradient of a leaf that may already hold one.
public enum GradMode {
  /// Adds to it, so that gradients accumulate over several backward passes. The default.
  ADD,
  /// Replaces it.
  WRITE,
  /// Keeps none.
  NONE
}
