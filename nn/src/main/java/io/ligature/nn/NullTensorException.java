package io.ligature.nn;

import io.ligature.Located;

/// A layer was given null, or returned it.
final class NullTensorException extends NullPointerException implements Located {
  private static final long serialVersionUID = 1L;

  private String path = "";

  NullTensorException(String message) {
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
