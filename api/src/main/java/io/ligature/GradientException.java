package io.ligature;

/// A gradient that cannot be had: no history, history already freed, or values edited since.
public class GradientException extends IllegalStateException implements Located {
  private static final long serialVersionUID = 1L;

  private String path = "";

  /// Makes the error. The message says what was asked, what was found and what to do.
  public GradientException(String message) {
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
