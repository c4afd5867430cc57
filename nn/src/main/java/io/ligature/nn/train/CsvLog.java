package io.ligature.nn.train;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes a table with a record an epoch.
///
/// ```text
/// epoch,step,loss,val.loss,lr,examples,seconds
/// 1,100,0.9123,0.8512,0.001,3200,1.25
/// ```
///
/// A resumed training goes on with the file; one that begins anew, begins it anew.
public final class CsvLog implements Callback {
  private final Path path;
  private final LogFile file;
  private String header = "";

  /// Writes to a file.
  public CsvLog(Path path) {
    this.path = path;
    this.file = new LogFile(path, Pattern.compile("^(\\d+),"));
  }

  @Override
  public void begin(Trainer trainer, long epochs, long batches) {
    var kept = file.begin(trainer.position().epoch());
    header = kept.isEmpty() ? "" : kept.getFirst();
  }

  @Override
  public void epoch(Trainer trainer, EpochReport report) {
    var names = header(report);
    if (header.isEmpty()) {
      file.add(names);
      header = names;
    } else if (!header.equals(names)) {
      throw new IllegalArgumentException(
          "CsvLog %s has the columns %s; this epoch has %s. Write to another file."
              .formatted(path, header, names));
    }
    file.add(record(report));
  }

  private static String header(EpochReport report) {
    return Stream.of(
            Stream.of("epoch", "step"),
            report.values().keySet().stream(),
            Stream.of("examples", "seconds"))
        .flatMap(names -> names)
        .map(CsvLog::quoted)
        .collect(Collectors.joining(","));
  }

  private static String record(EpochReport report) {
    return Stream.of(
            Stream.of(report.epoch(), report.step()),
            report.values().values().stream(),
            Stream.of(report.examples(), report.seconds()))
        .flatMap(numbers -> numbers)
        .map(Object::toString)
        .collect(Collectors.joining(","));
  }

  private static String quoted(String name) {
    boolean plain = List.of(",", "\"", "\n", "\r").stream().noneMatch(name::contains);
    return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
