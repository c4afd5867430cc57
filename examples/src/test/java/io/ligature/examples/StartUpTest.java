package io.ligature.examples;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Device;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// However a program is shipped, it finds the same backends, and nothing else is printed, but for
/// what Java says wherever it resolves a module that incubates.
class StartUpTest {
  private static final Set<String> BACKENDS = Set.of("cpu", "opencl", "vector");
  private static final String INCUBATES = "WARNING: Using incubator modules: jdk.incubator.vector";
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  /// The program that is shipped.
  static final class Main {
    private Main() {}

    static void main() {
      System.out.println(Device.all());
    }
  }

  @TempDir Path folder;
  private final Path program = Path.of("target/test-classes").toAbsolutePath();
  private final List<Path> ligature =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .filter(StartUpTest::isOurModule)
          .toList();

  @Test
  void onTheClassPath() throws Exception {
    assertFindsBackends(JDK, "-cp", path(ligature) + File.pathSeparator + program);
  }

  @Test
  void onTheModulePath() throws Exception {
    assertFindsBackends(
        JDK,
        "-p",
        path(ligature),
        "--add-modules",
        "io.ligature.api",
        "-cp",
        path(List.of(program)));
  }

  @Test
  void inOneJarWithMergedServices() throws Exception {
    var jar = folder.resolve("all.jar");
    try (var all = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      for (var part : ligature) {
        merge(part, all);
      }
    }
    assertFindsBackends(JDK, "-cp", path(List.of(jar, program)));
  }

  @Test
  void inARunTimeImage() throws Exception {
    var image = folder.resolve("image");
    var modules = BACKENDS.stream().map("io.ligature."::concat).collect(joining(","));
    run(
        JDK.resolve("bin/jlink").toString(),
        "-p",
        path(ligature),
        "--add-modules",
        modules,
        "--output",
        image.toString());
    assertFindsBackends(image, "-cp", program.toString());
  }

  private static void assertFindsBackends(Path jdk, String... options) throws Exception {
    var command =
        Stream.of(
                Stream.of(jdk.resolve("bin/java").toString()),
                Stream.of(options),
                Stream.of(Main.class.getName()))
            .flatMap(part -> part)
            .toArray(String[]::new);
    var printed = run(command);
    assertEquals(
        BACKENDS,
        printed
            .lines()
            .filter(line -> !line.equals(INCUBATES))
            .map(line -> line.split("[ :]")[0])
            .collect(toSet()),
        printed);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return printed;
  }

  /// Copies what a shading plugin would: files of the same name in META-INF/services are joined.
  private static void merge(Path part, FileSystem all) throws IOException {
    if (!Files.isDirectory(part)) {
      try (var jar = FileSystems.newFileSystem(part)) {
        merge(jar.getPath("/"), all);
      }
      return;
    }
    try (var files = Files.walk(part)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = part.relativize(file).toString().replace(File.separatorChar, '/');
        if (name.equals("module-info.class") || name.equals("META-INF/MANIFEST.MF")) continue;
        var target = all.getPath(name);
        if (target.getParent() != null) Files.createDirectories(target.getParent());
        Files.write(
            target, Files.readAllBytes(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    }
  }

  private static boolean isOurModule(Path path) {
    return ModuleFinder.of(path).findAll().stream()
        .map(reference -> reference.descriptor().name())
        .anyMatch(name -> name.startsWith("io.ligature."));
  }

  private static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(joining(File.pathSeparator));
  }
}
