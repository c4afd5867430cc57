package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.op.Op;
import io.ligature.spi.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What a run found out about a device: for every operation and type how precise it is and how it
/// is computed, and where the time went.
///
/// Written when the run ends, to `target/conformance/<device>.md` and `.json`.
final class Report implements AutoCloseable {
  /// What was seen of one operation in one type.
  private static final class Entry {
    long cases;
    double ulps = Double.NaN; // until something is compared
    boolean concurrent;
    String how = "";

    @Override
    public String toString() {
      var precise =
          Double.isNaN(ulps)
              ? ""
              : ulps == 0 ? "exact" : String.format(Locale.ROOT, "%.2g ulp", ulps);
      return how + (how.isEmpty() || precise.isEmpty() ? "" : ", ") + precise;
    }
  }

  private static final String LEGEND =
      """
      A cell says how an operation is computed in a type, and how far from what it ought to be.

      - *exact*: the nearest number there is, in every case.
      - *n ulp*: the largest error, in units in the last place (the distance of neighbouring numbers) of the result; where the result is a sum, of the sum of all magnitudes. Functions are compared with values of some 30 digits, which share nothing with a mathematical library.
      - *fused*: by a kernel of the backend, which was seen to run, compared with the decomposition in f64. *decomposed*: by the operations that define it; in f64 there is nothing else to compare that with.
      - *unsupported*: the backend declares that it does not compute in this type, and the operation was refused.
      """;

  private final String device;
  private final Profile profile;
  private final Run run;
  private final Map<String, Map<DType, Entry>> entries =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Long> nanos = new TreeMap<>();
  private final Map<Integer, Backend> threaded = new TreeMap<>();

  private Report(String device, Profile profile, Run run) {
    this.device = device;
    this.profile = profile;
    this.run = run;
  }

  /// {@return the report of a run}
  static Report of(ExtensionContext context, BackendConformance kit, Run run) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Report.class))
        .computeIfAbsent(
            kit.backend(), device -> new Report(device, kit.profile(), run), Report.class);
  }

  private synchronized Entry entry(String op, DType dtype) {
    return entries
        .computeIfAbsent(op, _ -> new TreeMap<>())
        .computeIfAbsent(dtype, _ -> new Entry());
  }

  /// A case that held, with nothing to compare it with but itself.
  synchronized void ran(String op, DType dtype) {
    entry(op, dtype).cases++;
  }

  /// A case that held.
  synchronized void ran(String op, DType dtype, double ulps) {
    ran(op, dtype);
    var entry = entry(op, dtype);
    entry.ulps = Double.isNaN(entry.ulps) ? ulps : Math.max(entry.ulps, ulps);
  }

  /// How an operation is computed: fused, decomposed or unsupported.
  synchronized void is(String how, String op, DType dtype) {
    entry(op, dtype).how = how;
  }

  /// {@return the backend with so many threads of its own, or null if it does not let them be
  /// chosen; the same one every time}
  synchronized @Nullable Backend threads(Backend backend, int count) {
    var known = threaded.get(count);
    if (known == null) {
      known = backend.withThreads(count);
      if (known != null) {
        threaded.put(count, known);
      }
    }
    return known;
  }

  synchronized void took(String group, long time) {
    nanos.merge(group, time, Long::sum);
  }

  /// {@return whether this is asked for the first time}
  synchronized boolean isFirst(Op op, DType dtype) {
    var entry = entry(op.label(), dtype);
    boolean first = !entry.concurrent;
    entry.concurrent = true;
    return first;
  }

  @Override
  public void close() throws IOException {
    if (run.report() && !entries.isEmpty()) {
      var folder = Files.createDirectories(Path.of("target", "conformance"));
      var name = device.replaceAll("[^A-Za-z0-9.-]", "-");
      Files.writeString(folder.resolve(name + ".md"), markdown());
      Files.writeString(folder.resolve(name + ".json"), json());
    }
  }

  private long cases() {
    return entries.values().stream()
        .flatMap(types -> types.values().stream())
        .mapToLong(entry -> entry.cases)
        .sum();
  }

  private List<DType> types() {
    return List.of(DType.values()).stream()
        .filter(dtype -> entries.values().stream().anyMatch(types -> types.containsKey(dtype)))
        .toList();
  }

  private synchronized String markdown() {
    var lines = new ArrayList<String>();
    lines.add("# Conformance of `" + device + "`\n");
    lines.add(
        "Profile %s, %d cases, of them %d random ones a group from seed %d. Other numbers of threads: %s.\n"
            .formatted(
                profile,
                cases(),
                run.cases(),
                run.seed(),
                threaded.isEmpty()
                    ? "not tried, since the backend does not let it be chosen"
                    : "the same bits with " + numbers()));
    lines.add(
        "Java %s on %s %s with %d processors.\n"
            .formatted(
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
    lines.add(LEGEND);
    var types = types();
    var head = new StringBuilder("| operation | cases |");
    var rule = new StringBuilder("|---|--:|");
    for (var dtype : types) {
      head.append(' ').append(dtype).append(" |");
      rule.append("---|");
    }
    lines.add(head.toString());
    lines.add(rule.toString());
    entries.forEach(
        (op, found) -> {
          long cases = found.values().stream().mapToLong(entry -> entry.cases).sum();
          var row = new StringBuilder("| " + op + " | " + cases + " |");
          for (var dtype : types) {
            var entry = found.get(dtype);
            row.append(' ').append(entry == null ? "" : entry).append(" |");
          }
          lines.add(row.toString());
        });
    lines.add("\n## Where the time went\n");
    lines.add("| group | seconds |");
    lines.add("|---|---|");
    nanos.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(e -> lines.add("| %s | %s |".formatted(e.getKey(), seconds(e.getValue()))));
    lines.add("| all | %s |".formatted(seconds(nanos.values().stream().mapToLong(n -> n).sum())));
    return String.join("\n", lines) + "\n";
  }

  private String numbers() {
    return threaded.keySet().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
  }

  private synchronized String json() {
    var operations = new ArrayList<String>();
    entries.forEach(
        (op, found) ->
            found.forEach(
                (dtype, entry) ->
                    operations.add(
                        String.format(
                            Locale.ROOT,
                            "    {\"operation\": \"%s\", \"dtype\": \"%s\", \"cases\": %d,"
                                + " \"ulps\": %s, \"how\": \"%s\"}",
                            op,
                            dtype,
                            entry.cases,
                            Double.isNaN(entry.ulps) ? "null" : "" + (float) entry.ulps,
                            entry.how))));
    var groups = new ArrayList<String>();
    nanos.forEach((group, time) -> groups.add("    \"%s\": %s".formatted(group, seconds(time))));
    return """
    {
      "device": "%s",
      "profile": "%s",
      "seed": %d,
      "randomCases": %d,
      "cases": %d,
      "threads": [%s],
      "operations": [
    %s
      ],
      "seconds": {
    %s
      }
    }
    """
        .formatted(
            device,
            profile,
            run.seed(),
            run.cases(),
            cases(),
            numbers(),
            String.join(",\n", operations),
            String.join(",\n", groups));
  }
}
