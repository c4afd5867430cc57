package io.ligature;

/// A failure of the machine rather than of the caller: memory exhausted, a driver's error, a lost
/// device.
public class BackendException extends RuntimeException implements Located {
  private static final long serialVersionUID = 1L;

  private String path = "";

  /// Makes the error with what was tried and what came back.
  public BackendException(String message) {
    super(message);
  }

  /// Makes the error with the failure beneath it.
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public void within(String layer) {
    path = path.isEmpty() ? layer : layer + "." + path;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String getMessage() {
    var message = String.valueOf(super.getMessage());
    return path.isEmpty() ? message : "In layer " + path + ": " + message;
  }
}
