package io.ligature.examples;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Doclint can ask for a comment only together with an `@param` for every parameter; here it is
/// asked for the comment alone.
class DocumentationTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"api", "autograd", "nn"})
  void everyPublicNameHasAComment(String module) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var found = new DiagnosticCollector<JavaFileObject>();
    try (var manager = compiler.getStandardFileManager(found, Locale.ROOT, null)) {
      var options = List.of("-Xdoclint:missing/protected", "-Xmaxwarns", "10000", "-proc:none");
      var sources = manager.getJavaFileObjectsFromPaths(sources(Path.of("..", module)));
      var task = compiler.getTask(null, manager, found, options, null, sources);
      ((JavacTask) task).analyze();
    }
    var missing =
        found.getDiagnostics().stream()
            .filter(problem -> problem.getMessage(Locale.ROOT).equals("no comment"))
            .map(problem -> problem.getSource().getName() + ":" + problem.getLineNumber())
            .collect(joining("\n"));
    assertEquals("", missing);
  }

  private static List<Path> sources(Path module) throws IOException {
    try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
          .toList();
    }
  }
}
