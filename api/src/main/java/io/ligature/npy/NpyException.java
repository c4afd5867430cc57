package io.ligature.npy;

import java.nio.file.Path;

/// A file of arrays that is not what it should be: damaged, cut short, hostile, or with elements
/// that no tensor has.
///
/// Its message names the file, the array, what was found and what was expected.
public final class NpyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// Makes the error.
  ///
  /// @param file the file
  /// @param problem what was found in it and what was expected
  public NpyException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
