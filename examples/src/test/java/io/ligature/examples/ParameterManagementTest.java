package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program that fixes the public names: compiled as it stands, and run in a JVM of its own.
class ParameterManagementTest {
  private static String output = "";

  @BeforeAll
  static void compileAndRun(@TempDir Path folder) throws Exception {
    var source = folder.resolve("ParameterManagement.java");
    try (var in = ParameterManagementTest.class.getResourceAsStream("ParameterManagement.java")) {
      Files.write(source, in.readAllBytes());
    }
    var classPath = System.getProperty("java.class.path");
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, errors, "the program does not compile");
    var log = folder.resolve("log").toFile();
    var run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + classPath,
                "-Dligature.backend=cpu",
                "ParameterManagement")
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    assertTrue(run.waitFor(2, TimeUnit.MINUTES), "the program does not end");
    output = Files.readString(log.toPath(), StandardCharsets.UTF_8);
    assertEquals(0, run.exitValue(), output);
  }

  private static void assertPrints(String... lines) {
    var printed = output.lines().toList();
    for (var line : lines) {
      assertTrue(printed.contains(line), () -> "'" + line + "' is missing in:\n" + output);
    }
  }

  @Test
  void shapesAndTreesPrintAsTheCommentsSay() {
    assertPrints("[2, 1]", "{weight: f32[1, 8], bias: f32[1]}");
    assertPrints("{0.weight=[8, 4], 0.bias=[8], 2.weight=[1, 8], 2.bias=[1]}");
  }

  @Test
  void theGradientOfTheLastBiasIsTheBatch() {
    var gradient = output.lines().filter("[2.0000]"::equals).count();
    assertTrue(gradient >= 1, output);
  }

  @Test
  void aTieIsOneTensorUnderTwoNames() {
    assertPrints("{2.weight=[4.weight], 2.bias=[4.bias]}");
    var allTrue = "[true, true, true, true, true, true, true, true]";
    assertEquals(2, output.lines().filter(allTrue::equals).count(), output);
  }

  @Test
  void thereIsALineForEachUse() {
    for (var use : List.of("0.weight@0", "2.weight@2", "2.weight@4", "6.bias@6")) {
      assertTrue(output.lines().anyMatch(line -> line.startsWith(use + " ")), use + "\n" + output);
    }
  }

  @Test
  void whatIsNotKnownYetIsAQuestionMark() {
    assertPrints("Parameter 0.weight [256, ?] f32, uninitialized");
  }

  @Test
  void aTensorComesBackFromItsFile() {
    assertPrints("[2, 4]");
    assertTrue(output.contains("loaded 4 of 4"), output);
  }
}
