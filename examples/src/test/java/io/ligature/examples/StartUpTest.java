package io.ligature.examples;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Device;
import io.ligature.Tensor;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
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
  private static final Path JDK = Child.JDK;
  private static final Path ANNOTATIONS = Child.home("org.jspecify.annotations.NullMarked");

  /// The program that is shipped.
  static final class Main {
    private Main() {}

    static void main() {
      System.out.println(Device.all());
      var two = Device.of("cpu").with(() -> Tensor.of(1f).plus(1));
      if (!two.toString().startsWith("2.0")) {
        throw new AssertionError(two);
      }
    }
  }

  @TempDir Path folder;
  private final Path program = Child.PROGRAMS;
  private final List<Path> ligature =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .filter(StartUpTest::isOurModule)
          .toList();

  @Test
  void onTheClassPath() throws Exception {
    assertFindsBackends(JDK, "-cp", Child.path(ligature) + File.pathSeparator + program);
  }

  @Test
  void onTheModulePath() throws Exception {
    assertFindsBackends(
        JDK,
        "-p",
        Child.path(ligature),
        "--add-modules",
        "io.ligature.api",
        "-cp",
        Child.path(List.of(program)));
  }

  @Test
  void inOneJarWithMergedServices() throws Exception {
    var jar = folder.resolve("all.jar");
    try (var all = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      for (var part : ligature) {
        merge(part, all);
      }
    }
    assertFindsBackends(JDK, "-cp", Child.path(List.of(jar, program)));
  }

  @Test
  void inARunTimeImage() throws Exception {
    var image = folder.resolve("image");
    var modules = BACKENDS.stream().map("io.ligature."::concat).collect(joining(","));
    Child.run(
        Map.of(),
        List.of(
            JDK.resolve("bin/jlink").toString(),
            "-p",
            Child.path(ligature),
            "--add-modules",
            modules,
            "--output",
            image.toString()));
    assertFindsBackends(image, "-cp", program.toString());
  }

  @Test
  void aThirdPartysModuleIsFoundOnTheModulePath() throws Exception {
    var jars = new ProviderJars(folder, List.of());
    var offer = ProviderJars.offering("modular", 300, false, "return null;");
    var source =
        ProviderJars.source("Modular", "implements BackendProvider", offer)
            .replace("package acme;", "package acme.modular;"); // a package has one module
    var descriptor =
        """
        module acme.modular {
          requires io.ligature.api;
          provides io.ligature.spi.BackendProvider with acme.modular.Modular;
        }
        """;
    var needed = Stream.concat(ligature.stream(), Stream.of(ANNOTATIONS)).toList();
    var module = jars.jar("modular", "", jars.module("Modular", source, descriptor, needed));
    var plain = new ProviderJars(folder.resolve("plain"), ligature);
    var loose = plain.jar("Loose", ProviderJars.offering("loose", 300, false, "return null;"));
    var path = Stream.concat(Stream.of(module), ligature.stream()).toList();
    assertFinds(
        Stream.of(BACKENDS, Set.of("modular", "loose")).flatMap(Set::stream).collect(toSet()),
        Child.JDK,
        "-p",
        Child.path(path),
        "--add-modules",
        "io.ligature.api",
        "-cp",
        Child.path(List.of(Child.PROGRAMS, loose)));
  }

  private static void assertFindsBackends(Path jdk, String... options) throws Exception {
    assertFinds(BACKENDS, jdk, options);
  }

  private static void assertFinds(Set<String> backends, Path jdk, String... options)
      throws Exception {
    var printed = Child.java(jdk, Map.of(), List.of(options), Main.class.getName());
    assertEquals(
        backends, printed.lines().map(line -> line.split("[ :]")[0]).collect(toSet()), printed);
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
        .filter(name -> !name.equals("io.ligature.conformance")) // for tests; needs JUnit
        .anyMatch(name -> name.startsWith("io.ligature."));
  }
}
