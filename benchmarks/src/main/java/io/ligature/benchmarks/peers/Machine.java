package io.ligature.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/// What is said of the machine beside every result.
final class Machine {
  private Machine() {}

  /// {@return maker, name, family and model of the processor, and how many there are}
  static String describe() throws IOException {
    var facts = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
      var parts = line.split("\\s*:\\s*", 2);
      if (parts.length == 2) {
        facts.putIfAbsent(parts[0], parts[1]);
      }
    }
    return "%s, family %s model %s, %d cores%s; Linux %s"
        .formatted(
            facts.get("model name"),
            facts.get("cpu family"),
            facts.get("model"),
            Runtime.getRuntime().availableProcessors(),
            facts.getOrDefault("flags", "").contains("avx512f") ? ", AVX-512" : "",
            System.getProperty("os.version"));
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
