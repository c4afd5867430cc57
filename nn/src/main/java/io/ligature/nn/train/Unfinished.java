package io.ligature.nn.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The temporary files of whoever was killed while saving; a run that was killed often would fill
/// the disk with them.
final class Unfinished {
  private Unfinished() {}

  /// Removes those beside a file that is saved as a whole.
  static void remove(Path path) {
    var folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    var name = Pattern.quote("." + path.getFileName() + ".");
    var unfinished = Pattern.compile(name + "[0-9a-f-]{36}\\.tmp");
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        if (unfinished.matcher(file.getFileName().toString()).matches()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot look for unfinished files beside %s.".formatted(path), e);
    }
  }
}
