package io.ligature;

/// Shapes, axes or extents that do not fit the operation.
public class ShapeException extends IllegalArgumentException implements Located {
  private static final long serialVersionUID = 1L;

  private String path = "";

  /// Makes the error. The message says what was asked, what was found and what to do.
  public ShapeException(String message) {
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
