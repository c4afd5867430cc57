package io.ligature.examples.chapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import io.ligature.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The code that the tour shows is the code that ran, and all of the program it is about.
class ShownCodeTest {
  private static final Path SOURCES = Path.of("src/main/java/io/ligature/examples/chapter");

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "Blocks",
        "Access",
        "Ties",
        "Exercises",
        "Initialisation",
        "Laziness",
        "CustomLayers",
        "ModelFiles",
        "OnDevices",
        "Functional",
        "HooksAndCopies"
      })
  void whatIsShownIsWhatRuns(String section) throws IOException {
    var unit = SourceStatements.parse(Files.readString(SOURCES.resolve(section + ".java")));
    var shown = new ArrayList<String>();
    var ran = new ArrayList<String>();
    for (var statement : SourceStatements.body(SourceStatements.type(unit, section), "tell")) {
      var text = statement.toString();
      if (text.startsWith("tour.type(")) {
        shown.addAll(SourceStatements.statements(literal(statement)));
      } else if (!text.startsWith("tour.") && !text.endsWith(" out = tour.out()")) {
        ran.add(text);
      }
    }
    ran.remove("deleteAll(dir);"); // the guests do not tidy up
    assertFalse(shown.isEmpty());
    assertEquals(String.join("\n", shown), String.join("\n", ran));
  }

  private static String literal(StatementTree statement) {
    var call = (MethodInvocationTree) ((ExpressionStatementTree) statement).getExpression();
    return (String) ((LiteralTree) call.getArguments().getFirst()).getValue();
  }

  @Test
  void everyStatementOfTheProgramIsShown() throws IOException {
    var shown = new HashSet<String>();
    for (var step : steps()) {
      if (!step.code().startsWith("class ")) {
        shown.addAll(SourceStatements.statements(step.code()));
      }
    }
    var program = SourceStatements.type(SourceStatements.parse(program()), "ParameterManagement");
    var missing =
        SourceStatements.body(program, "main").stream()
            .map(Object::toString)
            .filter(statement -> !shown.contains(statement))
            .toList();
    assertEquals(List.of(), missing);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "MLP",
        "MySequential",
        "FixedHiddenMLP",
        "NestMLP",
        "CenteredLayer",
        "MyLinear",
        "LanguageModel"
      })
  void everyClassOfTheProgramIsShownAndIsTheOneThatRuns(String name) throws IOException {
    var inProgram = SourceStatements.type(SourceStatements.parse(program()), name).toString();
    var source = Files.readString(SOURCES.resolve(name + ".java"));
    var here = SourceStatements.type(SourceStatements.parse(source), name).toString();
    assertEquals(inProgram, here);
    var shown = new ArrayList<String>();
    for (var step : steps()) {
      if (step.code().startsWith("class " + name + " ")) {
        shown.add(SourceStatements.type(SourceStatements.parse(step.code()), name).toString());
      }
    }
    assertEquals(List.of(inProgram), shown);
  }

  @Test
  void theProgramHasNoOtherClasses() throws IOException {
    assertEquals(8, SourceStatements.parse(program()).getTypeDecls().size());
  }

  private static List<Step> steps() {
    var steps = new ArrayList<Step>();
    for (var section : Section.values()) {
      steps.addAll(Device.of("cpu").with(() -> section.run(0)));
    }
    return steps;
  }

  private static String program() throws IOException {
    try (var in =
        Section.class.getResourceAsStream("/io/ligature/examples/ParameterManagement.java")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
