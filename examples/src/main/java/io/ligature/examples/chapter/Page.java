package io.ligature.examples.chapter;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Prints sections: code, below it what it prints, below that what other frameworks print.
final class Page {
  private static final int WIDTH = 96;
  private static final int SHOWN_LINES = 12;

  private final PrintWriter out;
  private final boolean comparison;

  Page(PrintWriter out, boolean comparison) {
    this.out = out;
    this.comparison = comparison;
  }

  void print(Section section, List<Step> steps) {
    var title = section.id() + "  " + section.title();
    out.println("\n" + title + "\n" + "=".repeat(title.length()));
    steps.forEach(this::print);
  }

  private void print(Step step) {
    out.println();
    step.code().lines().forEach(line -> out.println(("    " + line).stripTrailing()));
    abridged(step.output()).forEach(line -> out.println("  > " + line));
    if (comparison) {
      step.elsewhere().forEach(this::printElsewhere);
    }
  }

  /// The first lines, and how many there are more.
  private static List<String> abridged(String output) {
    var lines = output.lines().toList();
    if (lines.size() <= SHOWN_LINES) {
      return lines;
    }
    var shown = new ArrayList<>(lines.subList(0, SHOWN_LINES));
    shown.add("... and %d lines more".formatted(lines.size() - SHOWN_LINES));
    return shown;
  }

  private void printElsewhere(Framework framework, String text) {
    var label = framework.toString();
    for (var paragraph : text.lines().toList()) {
      for (var line : wrapped(paragraph)) {
        out.printf("      %-8s %s%n", label, line);
        label = "";
      }
    }
  }

  private static List<String> wrapped(String paragraph) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : paragraph.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH - 15) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
