package io.ligature.nn;

/// A state that does not fit a block; the block is as it was.
public final class LoadException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// Makes the error. The message lists everything that does not fit.
  public LoadException(String message) {
    super(message);
  }
}
