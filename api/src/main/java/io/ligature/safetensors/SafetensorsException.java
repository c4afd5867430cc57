package io.ligature.safetensors;

import java.nio.file.Path;

/// A file that is not what it should be: damaged, cut short, hostile, or of another format.
///
/// Its message names the file, the tensor, what was found and what was expected.
public final class SafetensorsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// Makes the error.
  ///
  /// @param file the file
  /// @param problem what was found in it and what was expected
  public SafetensorsException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
