package io.ligature;

/// An element type that does not fit the operation.
public class DTypeException extends IllegalArgumentException implements Located {
  private static final long serialVersionUID = 1L;

  private String path = "";

  /// Makes the error. The message says what was asked, what was found and what to do.
  public DTypeException(String message) {
    super(message);
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
