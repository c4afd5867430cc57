package io.ligature.benchmarks.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the command is told.
///
/// ```text
/// --works REGEX     which works, by name: sgemm-512-nn, mlp-sgd, ...          all
/// --rivals REGEX    which rivals besides Ligature, by name                    all
/// --opencl          Ligature on the device opencl:0 as well
/// --threads N       for everybody                                             all cores
/// --forks N         fresh processes                                           3
/// --rounds N        a fork                                                    5
/// --millis N        a round                                                   300
/// --warm N          ms before the first round                                 2000
/// --quick           1 fork, 3 rounds of 50 ms, warm-up 300 ms
/// --machine NAME    names the files benchmarks/results/peers-NAME.{md,csv,svg}
/// --table           measures nothing, writes table and chart again
/// ```
record Options(
    List<Work> works,
    List<Entrant> entrants,
    int threads,
    int forks,
    int rounds,
    long millis,
    long warm,
    String machine,
    String command) {
  static Options parse(String... args) {
    var works = ".";
    var rivals = ".";
    int threads = Runtime.getRuntime().availableProcessors();
    int forks = 3;
    int rounds = 5;
    long millis = 300;
    long warm = 2000;
    var machine = "here";
    boolean table = false;
    boolean openCl = false;
    var rest = new ArrayList<>(List.of(args));
    while (!rest.isEmpty()) {
      var option = rest.removeFirst();
      switch (option) {
        case "--works" -> works = value(option, rest);
        case "--rivals" -> rivals = value(option, rest);
        case "--threads" -> threads = Integer.parseInt(value(option, rest));
        case "--forks" -> forks = Integer.parseInt(value(option, rest));
        case "--rounds" -> rounds = Integer.parseInt(value(option, rest));
        case "--millis" -> millis = Long.parseLong(value(option, rest));
        case "--warm" -> warm = Long.parseLong(value(option, rest));
        case "--machine" -> machine = value(option, rest);
        case "--table" -> table = true;
        case "--opencl" -> openCl = true;
        case "--quick" -> {
          forks = 1;
          rounds = 3;
          millis = 50;
          warm = 300;
        }
        default ->
            throw new IllegalArgumentException(
                "Unknown option " + option + "; see Options for the list.");
      }
    }
    return new Options(
        table ? List.of() : Works.matching(works),
        entrants(rivals, openCl),
        threads,
        forks,
        rounds,
        millis,
        warm,
        machine,
        String.join(" ", args));
  }

  /// {@return a file of the results}
  Path file(String ending) {
    var benchmarks = Path.of("benchmarks");
    return (benchmarks.toFile().isDirectory() ? benchmarks : Path.of(""))
        .resolve("results")
        .resolve("peers-" + machine + ending);
  }

  private static String value(String option, List<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return rest.removeFirst();
  }

  /// {@return Ligature first, against whom the others are compared}
  private static List<Entrant> entrants(String regex, boolean openCl) {
    var pattern = Pattern.compile(regex.toLowerCase(Locale.ROOT));
    var found = new ArrayList<Entrant>();
    for (var entrant : Entrant.ALL) {
      boolean asked = pattern.matcher(entrant.name().toLowerCase(Locale.ROOT)).find();
      if (found.isEmpty() || (asked && entrant.isHere())) {
        found.add(entrant);
      }
    }
    if (openCl) {
      found.add(Entrant.OPENCL);
    }
    return found;
  }
}
