package io.ligature.examples;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A process of its own, and what it printed.
///
/// @param out to standard output, without the last line's end
/// @param err to standard error
record Child(String out, String err) {
  static final Path JDK = Path.of(System.getProperty("java.home"));

  private static final String INCUBATES =
      "WARNING: Using incubator modules: jdk.incubator.vector" + System.lineSeparator();

  /// Where the classes of the tests are, for programs that they start.
  static final Path PROGRAMS = home(Child.class.getName());

  /// {@return what a program printed that ended well}
  static Child run(Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    var errors = Files.createTempFile("err", ".txt");
    try {
      var builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().remove("LIGATURE_BACKEND");
      builder.environment().putAll(variables);
      var process = builder.start();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      var child = new Child(out.stripTrailing(), Files.readString(errors));
      assertEquals(0, status, child::toString);
      return child;
    } finally {
      Files.delete(errors);
    }
  }

  /// {@return what a Java program printed, which must have kept silent on standard error, but for
  /// what Java says wherever it resolves a module that incubates}
  static String java(Path jdk, Map<String, String> variables, List<String> options, String... main)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(jdk.resolve("bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of(main));
    var child = run(variables, command);
    assertEquals("", child.err.replace(INCUBATES, ""));
    return child.out;
  }

  /// {@return a path for `-cp` or `-p`}
  static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(joining(File.pathSeparator));
  }

  /// {@return the jar or the folder of a class}
  static Path home(String type) {
    try {
      var source = Class.forName(type).getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI());
    } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
