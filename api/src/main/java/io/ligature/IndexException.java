package io.ligature;

/// An index that is not within its axis, or a number that is none of the classes.
public class IndexException extends IndexOutOfBoundsException implements Located {
  private static final long serialVersionUID = 1L;

  private String path = "";

  /// Makes the error. The message says what was asked, what was found and what to do.
  public IndexException(String message) {
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
