package io.ligature;

/// A failure of the machine rather than of the caller: memory exhausted, a driver's error, a lost
/// device.
public class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Makes the error with what was tried and what came back.
  public BackendException(String message) {
    super(message);
  }

  /// Makes the error with the failure beneath it.
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
