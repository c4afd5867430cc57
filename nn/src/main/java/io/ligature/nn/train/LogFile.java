package io.ligature.nn.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A file with a line an epoch, which a resumed training goes on with.
///
/// What a killed training had written of epochs that its checkpoint does not know is dropped: they
/// come again.
final class LogFile {
  private final Path path;
  private final Pattern epoch; // its group is the number of a line's epoch

  LogFile(Path path, Pattern epoch) {
    this.path = path;
    this.epoch = epoch;
  }

  /// Leaves the lines of epochs that are done, and what is in front of them.
  ///
  /// @return these lines
  List<String> begin(long epochsDone) {
    try {
      var kept = kept(epochsDone);
      var next = path.resolveSibling(path.getFileName() + ".tmp");
      Files.write(next, kept);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the log %s: %s.".formatted(path, e), e);
    }
  }

  private List<String> kept(long epochsDone) throws IOException {
    var kept = new ArrayList<String>();
    if (epochsDone == 0 || !Files.exists(path)) {
      return kept;
    }
    int last = 0; // of the lines that stay
    for (var line : Files.readAllLines(path)) {
      var number = epoch.matcher(line);
      if (number.find()) {
        if (Long.parseLong(number.group(1)) > epochsDone) {
          break;
        }
        last = kept.size() + 1;
      }
      kept.add(line);
    }
    return List.copyOf(kept.subList(0, last)); // no part of a line behind them
  }

  void add(String line) {
    try {
      Files.writeString(path, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the log %s: %s.".formatted(path, e), e);
    }
  }
}
