package io.ligature.nn.data;

/// Data that cannot be had: an item that failed to load, or a file that is not what it should be.
///
/// Its message names the file or the item, what was found and what was expected.
public final class DataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// Makes the error.
  public DataException(String message) {
    super(message);
  }

  /// Makes the error with what led to it.
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
