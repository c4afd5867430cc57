package io.ligature.benchmarks.peers;

import io.ligature.benchmarks.peers.Results.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The table of ratios.
final class Report {
  private Report() {}

  static void write(Options options, Results results) throws IOException {
    var text = new StringBuilder();
    text.append(
        """
        # Ligature and its peers, in turns

        | | |
        |---|---|
        | machine | %s |
        | JDK | %s |
        | command | `mvn -q -Ppeers -pl benchmarks -am -DskipTests package exec:exec -Dargs="%s"` |
        | versions | DJL 0.35.1 with PyTorch 2.7.1, TensorFlow-Java 1.1.0, ND4J 1.0.0-M2.1, ONNX Runtime 1.29.0, MKL 2026.1, OpenBLAS 0.3.31 |

        Ratios say how many times as long the other takes, or how many times as much: above 1, Ligature is ahead. Median of the rounds (first to third quartile); rivals in processes of their own, in turns, as many threads each, the same data
        and first weights, losses equal to 1e-4 after 50 steps. A work is measured anew with all its rivals at once; the commit stands in its row. All samples: the .csv beside this.

        """
            .formatted(
                Machine.describe(),
                System.getProperty("java.vendor.version") + ", " + Runtime.version(),
                options.command()));
    text.append("| work | threads | Ligature | best of the others | ");
    var peers = columns(results.all()).stream().map(Entrant::name).toList();
    text.append(String.join(" | ", peers)).append(" | commit |\n");
    text.append("|---".repeat(5 + peers.size())).append("|\n");
    var order = Works.all().stream().map(Work::name).toList();
    var rows = new ArrayList<>(results.all());
    rows.sort(
        Comparator.comparingInt(
            (List<Line> row) -> Math.floorMod(order.indexOf(row.getFirst().work()), 1000)));
    for (var row : rows) {
      text.append(row(row, columns(rows))).append('\n');
    }
    Files.writeString(options.file(".md"), text);
    Files.writeString(options.file(".svg"), Chart.of(rows));
  }

  /// {@return whose ratios there are}: our own on an OpenCL device where it was asked for
  static List<Entrant> columns(Collection<List<Line>> rows) {
    var columns = new ArrayList<>(Entrant.ALL.subList(1, Entrant.ALL.size()));
    if (rows.stream().flatMap(List::stream).anyMatch(Report::isOpenCl)) {
      columns.add(Entrant.OPENCL);
    }
    return columns;
  }

  private static boolean isOpenCl(Line line) {
    return line.rival().equals(Entrant.OPENCL.name());
  }

  /// {@return a row of the table}
  ///
  /// @param lines of one work, Ligature first
  static String row(List<Line> lines, List<Entrant> columns) {
    var ours = lines.getFirst();
    var cells = new ArrayList<String>();
    cells.add(ours.work());
    cells.add(Integer.toString(ours.threads()));
    cells.add(amount(ours));
    cells.add(
        best(lines)
            .map(peer -> "**%.2f** %s".formatted(peer.over(ours).median(), peer.rival()))
            .orElse(""));
    for (var entrant : columns) {
      cells.add(
          lines.stream()
              .filter(line -> line.rival().equals(entrant.name()))
              .map(line -> line.samples().isEmpty() ? line.remark() : ratio(line.over(ours)))
              .collect(Collectors.joining()));
    }
    cells.add(ours.commit());
    return "| " + String.join(" | ", cells) + " |";
  }

  /// {@return the rival nearest to Ligature, or farthest ahead}
  static Optional<Line> best(List<Line> lines) {
    var ours = lines.getFirst();
    return lines.stream()
        .skip(1)
        .filter(line -> !line.samples().isEmpty() && !isOpenCl(line))
        .min(Comparator.comparingDouble(line -> line.over(ours).median()));
  }

  private static String ratio(Quartiles q) {
    return "%.2f (%.2f to %.2f)".formatted(q.median(), q.first(), q.third());
  }

  private static String amount(Line line) {
    double value = line.quartiles().median();
    return switch (line.work()) {
      case "peak-memory", "class-path" -> "%.1f MB".formatted(value / 1e6);
      case "start", "start-cold" -> "%.0f ms".formatted(value / 1e6);
      default -> {
        var work = Works.named(line.work());
        yield work.amount() > 0
            ? "%.1f %s".formatted(work.amount() / value, work.unit())
            : "%.3g µs".formatted(value / 1e3);
      }
    };
  }
}
