package io.ligature.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is said of the machine beside every result.
final class Machine {
  private Machine() {}

  /// {@return maker, name, family and model of the processor, and how many there are}
  static String describe() throws IOException {
    var facts = facts();
    return "%s, family %s model %s, %d cores%s; Linux %s"
        .formatted(
            facts.get("model name"),
            facts.get("cpu family"),
            facts.get("model"),
            Runtime.getRuntime().availableProcessors(),
            hasAvx512(facts) ? ", AVX-512" : "",
            System.getProperty("os.version"));
  }

  private static Map<String, String> facts() throws IOException {
    var facts = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
      var parts = line.split("\\s*:\\s*", 2);
      if (parts.length == 2) {
        facts.putIfAbsent(parts[0], parts[1]);
      }
    }
    return facts;
  }

  private static boolean hasAvx512(Map<String, String> facts) {
    return facts.getOrDefault("flags", "").contains("avx512f");
  }

  static boolean hasAvx512() {
    try {
      return hasAvx512(facts());
    } catch (IOException e) {
      return false; // not Linux
    }
  }

  /// {@return the commit that is checked out, with a `+` if something was changed since}
  static String commit() throws IOException {
    var changed = !run("git", "status", "--porcelain", "--untracked-files=no").isBlank();
    return run("git", "rev-parse", "--short", "HEAD").strip() + (changed ? "+" : "");
  }

  static boolean canForgetFiles() {
    return Files.isWritable(Path.of("/proc/sys/vm/drop_caches"));
  }

  /// Drops what the system holds of files in memory, which takes root.
  static void forgetFiles() throws IOException {
    run("sync");
    Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
  }

  private static String run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
