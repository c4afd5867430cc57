package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Device;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.nn.Linear;
import io.ligature.nn.optim.SGD;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// The backend of the tutorial, built and used as its author would; `.ci/run` builds it with its
/// own pom.
class MinimalBackendTest {
  private static final Path HOME = Path.of("minimal-backend");

  /// The program of a user, started with `-Dligature.backend=minimal`.
  static final class Main {
    private Main() {}

    static void main() {
      var net = new Linear(3, 1);
      var optimizer = new SGD(net.parameters(), 0.1);
      var x = Tensor.randn(16, 3);
      var wanted = x.sum(1).reshape(16, 1);
      double first = 0;
      double loss = 0;
      for (int step = 0; step < 50; step++) {
        optimizer.zeroGrad();
        var error = net.apply(x).minus(wanted).square().mean();
        error.backward();
        optimizer.step();
        loss = error.item();
        first = step == 0 ? loss : first;
      }
      System.out.println("trained on " + net.weight().value().device());
      System.out.println(loss < first / 10 ? "learnt" : "loss from " + first + " to " + loss);
      System.out.println(Device.all());
    }
  }

  /// The fused operation beside its decomposition, which the reference records.
  static final class Fused {
    private Fused() {}

    static void main() {
      var x = Tensor.of(new float[] {-90, -2, -0.5f, 0, 1, 3, 90}, 7);
      for (var device : List.of("cpu", "minimal")) {
        var y = Device.of(device).with(() -> x.to(Device.of(device)).silu());
        var g = Grad.grad(v -> v.silu().sum()).apply(x.to(Device.of(device)));
        var seen = y.to(Device.of("cpu")) + " " + g.to(Device.of("cpu"));
        System.out.println(seen.replaceAll("\\s+", " "));
      }
    }
  }

  /// Runs a group of the kit.
  static final class Kit {
    private Kit() {}

    static void main(String[] test) {
      var summary = new SummaryGeneratingListener();
      var request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(DiscoverySelectors.selectClass(test[0]))
              .build();
      LauncherFactory.create().execute(request, summary);
      summary
          .getSummary()
          .printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
      System.out.println(
          "%d held, %d failed"
              .formatted(
                  summary.getSummary().getTestsSucceededCount(),
                  summary.getSummary().getTotalFailureCount()));
    }
  }

  @TempDir Path folder;

  private static final List<Path> CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .toList();
  private static final List<Path> MODULES =
      Stream.of(
              "io.ligature.Device",
              "io.ligature.autograd.Grad",
              "io.ligature.nn.Linear",
              "org.jspecify.annotations.NullMarked")
          .map(Child::home)
          .toList();

  @Test
  void isFoundOnTheClassPathAndTrains() throws Exception {
    var path = new ArrayList<>(MODULES);
    path.add(classes());
    path.add(Child.PROGRAMS);
    assertTrains("-cp", Child.path(path));
  }

  @Test
  void isFoundOnTheModulePathAndTrains() throws Exception {
    var path = new ArrayList<>(MODULES);
    path.add(module());
    assertTrains(
        "-p",
        Child.path(path),
        "--add-modules",
        "io.ligature.nn,io.ligature.autograd",
        "-cp",
        Child.path(List.of(Child.PROGRAMS)));
  }

  private static void assertTrains(String... options) throws Exception {
    var all = new ArrayList<>(List.of(options));
    all.add("-Dligature.backend=minimal");
    var printed = Child.java(Child.JDK, Map.of(), all, Main.class.getName()).lines().toList();
    assertEquals(List.of("trained on minimal", "learnt"), printed.subList(0, 2));
    assertTrue(printed.get(2).matches("minimal +available +index loops.*"), printed.toString());
  }

  @Test
  void theFusedKernelsComputeWhatTheDecompositionDoes() throws Exception {
    var path = new ArrayList<>(MODULES);
    path.add(classes());
    path.add(Child.home("io.ligature.cpu.CpuProvider"));
    path.add(Child.PROGRAMS);
    var options = List.of("-cp", Child.path(path));
    var printed = Child.java(Child.JDK, Map.of(), options, Fused.class.getName()).lines().toList();
    assertEquals(2, printed.size());
    assertEquals(printed.get(0), printed.get(1));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"Reduce", "Tying"})
  void passesTheKit(String group) throws Exception {
    var path = new ArrayList<>(CLASS_PATH);
    path.add(classes());
    path.add(compile(sources("src/test/java"), "tests", "-cp", Child.path(path)));
    var options =
        List.of(
            "-cp",
            Child.path(path),
            "-Dligature.conformance.only=" + group,
            "-Dligature.conformance.report=false");
    var test = "com.example.minimal.MinimalConformanceTest";
    var printed = Child.java(Child.JDK, Map.of(), options, Kit.class.getName(), test);
    assertTrue(printed.matches("[1-9]\\d* held, 0 failed"), printed);
  }

  @Test
  void hasFewerThan400Lines() throws IOException {
    long lines = 0;
    for (var file : sources("src")) {
      lines += Files.readAllLines(file).size();
    }
    assertTrue(lines < 400, lines + " lines, blank ones and comments too");
  }

  /// All but the example of a gap, which no file has.
  @Test
  void theTutorialShowsTheCodeThatCompiles() throws IOException {
    var code = new StringBuilder();
    for (var file : sources("src")) {
      code.append(Files.readString(file));
    }
    var readMe = Files.readString(HOME.resolve("README.md"));
    var blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readMe).results().toList();
    assertTrue(blocks.size() > 8, blocks.size() + " blocks");
    for (var block : blocks) {
      var shown = block.group(1);
      assertTrue(
          shown.startsWith("new Capabilities(") || code.indexOf(shown) >= 0,
          () -> "README.md shows what no source has:\n" + shown);
    }
  }

  private Path classes() throws IOException {
    var sources = sources("src/main/java");
    sources.removeIf(file -> file.endsWith("module-info.java"));
    return withServices(compile(sources, "classes", "-cp", Child.path(MODULES)));
  }

  private Path module() throws IOException {
    return withServices(compile(sources("src/main/java"), "module", "-p", Child.path(MODULES)));
  }

  private static Path withServices(Path classes) throws IOException {
    var name = "META-INF/services/io.ligature.spi.BackendProvider";
    Files.createDirectories(classes.resolve(name).getParent());
    Files.copy(HOME.resolve("src/main/resources").resolve(name), classes.resolve(name));
    return classes;
  }

  private static List<Path> sources(String under) throws IOException {
    try (var files = Files.walk(HOME.resolve(under))) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(".java")).toList());
    }
  }

  private Path compile(List<Path> sources, String to, String... options) throws IOException {
    var classes = Files.createDirectories(folder.resolve(to));
    var arguments =
        new ArrayList<>(List.of("-proc:none", "-Xlint:all,-classfile,-path", "-Werror"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-d", classes.toString()));
    sources.forEach(source -> arguments.add(source.toString()));
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertEquals(0, compiler.run(null, null, System.err, arguments.toArray(String[]::new)));
    return classes;
  }
}
