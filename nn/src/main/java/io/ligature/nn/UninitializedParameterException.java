package io.ligature.nn;

/// The value was asked of a parameter or buffer whose extents are not known yet.
public final class UninitializedParameterException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// Makes the error. The message names the path and says what to do.
  public UninitializedParameterException(String message) {
    super(message);
  }
}
