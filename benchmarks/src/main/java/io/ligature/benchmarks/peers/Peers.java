package io.ligature.benchmarks.peers;

import io.ligature.benchmarks.peers.Results.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Ligature and its peers in turns: every rival in a process of its own, a round of each after the
/// other, so that whatever else the machine does hits all alike.
///
/// A rival whose loss differs from Ligature's by more than [#TOLERANCE] does other work, and its
/// place in the table is void.
public final class Peers {
  private static final double TOLERANCE = 1e-4;

  private final Options options;
  private final Results results;
  private final String commit;

  private Peers(Options options, Results results, String commit) {
    this.options = options;
    this.results = results;
    this.commit = commit;
  }

  /// Measures, and writes the table and the chart.
  ///
  /// @param args see [Options]
  public static void main(String[] args) throws Exception {
    var options = Options.parse(args);
    var results = new Results(options.file(".csv"));
    var peers = new Peers(options, results, Machine.commit());
    for (var work : options.works()) {
      switch (work) {
        case Work.Start start -> peers.start(start);
        default -> peers.race(work);
      }
    }
    Report.write(options, results);
  }

  private void race(Work work) throws IOException {
    var samples = new LinkedHashMap<Entrant, List<Double>>();
    var remarks = new LinkedHashMap<Entrant, String>();
    for (int fork = 0; fork < options.forks(); fork++) {
      fork(work, samples, remarks);
    }
    keep(work.name(), samples, remarks);
  }

  private void fork(Work work, Map<Entrant, List<Double>> samples, Map<Entrant, String> remarks)
      throws IOException {
    var racers = new ArrayList<Racer>();
    try {
      double ours = Double.NaN;
      for (var entrant : options.entrants()) {
        if (remarks.containsKey(entrant)) {
          continue;
        }
        var racer =
            new Racer(entrant, options.threads(), work.name(), Long.toString(options.warm()));
        racers.add(racer);
        try {
          var loss = racer.hear("loss");
          if (loss == null) {
            racers.removeLast().close();
            continue;
          }
          ours = Double.isNaN(ours) ? Double.parseDouble(loss) : ours;
          compare(Double.parseDouble(loss), ours);
          racer.hear("ready");
          racer.rest();
        } catch (IOException | IllegalStateException e) {
          remarks.put(entrant, remark(e));
          racers.removeLast().close();
        }
      }
      for (int round = 0; round < options.rounds(); round++) {
        for (var racer : racers) {
          add(samples, racer.entrant(), racer.round(options.millis()));
        }
      }
    } finally {
      racers.forEach(Racer::close);
    }
  }

  /// {@return what the table says instead of a ratio}; the whole of it is printed
  private static String remark(Exception e) {
    System.err.println(e.getMessage());
    return e instanceof IllegalStateException ? "void: another loss" : "crashed";
  }

  private static void compare(double loss, double ours) {
    if (!(Math.abs(loss - ours) <= TOLERANCE * Math.max(1, Math.abs(ours)))) {
      throw new IllegalStateException(
          "Void: a loss of %s, and %s of the first. They did not do the same work."
              .formatted(loss, ours));
    }
  }

  private void start(Work.Start work) throws IOException {
    if (work.cold() && !Machine.canForgetFiles()) {
      System.err.println(work.name() + " needs the right to drop caches; left out.");
      return;
    }
    var times = new LinkedHashMap<Entrant, List<Double>>();
    var peaks = new LinkedHashMap<Entrant, List<Double>>();
    var sizes = new LinkedHashMap<Entrant, List<Double>>();
    for (int round = 0; round < options.forks() * options.rounds(); round++) {
      for (var entrant : options.entrants()) {
        if (work.cold()) {
          Machine.forgetFiles();
        }
        long begin = System.nanoTime();
        try (var racer = new Racer(entrant, options.threads(), work.name(), "0")) {
          if (racer.hear("loss") == null) {
            continue;
          }
          add(times, entrant, (double) (System.nanoTime() - begin));
          var peak = racer.hear("peak");
          add(peaks, entrant, peak == null ? 0 : Double.parseDouble(peak));
          add(sizes, entrant, (double) entrant.size());
        }
      }
    }
    keep(work.name(), times, Map.of());
    if (!work.cold()) {
      keep("peak-memory", peaks, Map.of());
      keep("class-path", sizes, Map.of());
    }
  }

  private static void add(Map<Entrant, List<Double>> samples, Entrant entrant, double sample) {
    samples.computeIfAbsent(entrant, _ -> new ArrayList<>()).add(sample);
  }

  private void keep(String work, Map<Entrant, List<Double>> samples, Map<Entrant, String> remarks)
      throws IOException {
    var lines = new ArrayList<Line>();
    for (var entrant : options.entrants()) {
      var values = samples.getOrDefault(entrant, List.of());
      var remark = remarks.getOrDefault(entrant, "");
      if (!remark.isEmpty() || !values.isEmpty()) {
        var measured = remark.isEmpty() ? values : List.<Double>of();
        lines.add(new Line(work, entrant.name(), options.threads(), commit, measured, remark));
      }
    }
    results.replace(lines);
    System.out.println(Report.row(lines, Report.columns(List.of(lines))));
  }
}
