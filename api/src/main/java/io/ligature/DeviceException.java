package io.ligature;

/// A device that does not exist, is not available, or differs from the other operands' device.
public class DeviceException extends IllegalArgumentException implements Located {
  private static final long serialVersionUID = 1L;

  private String path = "";

  /// Makes the error. The message says what was asked, what was found and what to do.
  public DeviceException(String message) {
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
