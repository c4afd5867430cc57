package io.ligature.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// All samples, kept in a file of lines beside the table that is made of them.
///
/// A work that is run again replaces what was there for it, all rivals at once, since only samples
/// of the same rounds are compared.
final class Results {
  /// What one rival did in one work: sample i of each rival is of round i.
  ///
  /// @param samples ns, or bytes
  /// @param remark why there are no samples, or empty
  record Line(
      String work, String rival, int threads, String commit, List<Double> samples, String remark) {
    private static final String COMMA = ",";
    private static final String NONE = "!"; // stands in front of a remark

    static Line parse(String text) {
      var parts = text.split(COMMA, 5);
      boolean measured = !parts[4].startsWith(NONE);
      return new Line(
          parts[0],
          parts[1],
          Integer.parseInt(parts[2]),
          parts[3],
          measured ? Stream.of(parts[4].split(" ")).map(Double::valueOf).toList() : List.of(),
          measured ? "" : parts[4].substring(NONE.length()));
    }

    String print() {
      var numbers = samples.stream().map("%.6g"::formatted).collect(Collectors.joining(" "));
      var last = samples.isEmpty() ? NONE + remark : numbers;
      return String.join(COMMA, work, rival, Integer.toString(threads), commit, last);
    }

    Quartiles quartiles() {
      return Quartiles.of(samples.stream().mapToDouble(Double::doubleValue));
    }

    /// {@return how many times as long, or as much, this one takes as another in the same round}
    Quartiles over(Line other) {
      int rounds = Math.min(samples.size(), other.samples.size());
      return Quartiles.of(
          DoubleStream.iterate(0, i -> i < rounds, i -> i + 1)
              .map(i -> samples.get((int) i) / other.samples.get((int) i)));
    }
  }

  private final Path file;
  private final Map<String, List<Line>> lines = new LinkedHashMap<>(); // by work and threads

  Results(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      Files.readAllLines(file).stream().map(Line::parse).forEach(this::add);
    }
  }

  /// Puts what was measured in one go in place of what there was, and saves all.
  void replace(List<Line> measured) throws IOException {
    for (var line : measured) {
      lines.remove(key(line));
    }
    measured.forEach(this::add);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines.values().stream().flatMap(List::stream).map(Line::print).toList());
  }

  /// {@return the lines of each work, one list for each number of threads}
  Collection<List<Line>> all() {
    return lines.values();
  }

  private void add(Line line) {
    lines.computeIfAbsent(key(line), _ -> new ArrayList<>()).add(line);
  }

  private static String key(Line line) {
    return line.work() + " " + line.threads();
  }
}
