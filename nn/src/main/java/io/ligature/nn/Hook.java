package io.ligature.nn;

/// A hook that was added; closing removes it.
@FunctionalInterface
public interface Hook extends AutoCloseable {
  /// Removes the hook. A second time does nothing.
  @Override
  void close();
}
