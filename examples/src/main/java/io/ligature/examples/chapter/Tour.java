package io.ligature.examples.chapter;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Records the steps of a section while it runs.
///
/// A section says what the user types with [#type], then does just that, printing to [#out], then
/// says what other frameworks print.
final class Tour {
  private final List<Step> steps = new ArrayList<>();
  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written);
  private String code = "";
  private Map<Framework, String> elsewhere = new EnumMap<>(Framework.class);

  /// {@return where the code of the steps prints}
  PrintWriter out() {
    return out;
  }

  /// Begins a step.
  void type(String code) {
    endStep();
    this.code = code.stripTrailing();
  }

  /// Begins a step whose code is a class of the program that the chapter is about.
  Tour typeClass(String name) {
    type(sourceOf(name));
    return this;
  }

  Tour pytorch(String text) {
    return elsewhere(Framework.PYTORCH, text);
  }

  Tour gluon(String text) {
    return elsewhere(Framework.GLUON, text);
  }

  Tour flax(String text) {
    return elsewhere(Framework.FLAX, text);
  }

  Tour keras(String text) {
    return elsewhere(Framework.KERAS, text);
  }

  private Tour elsewhere(Framework framework, String text) {
    elsewhere.put(framework, text.stripTrailing());
    return this;
  }

  /// {@return the steps so far}
  List<Step> steps() {
    endStep();
    return List.copyOf(steps);
  }

  private void endStep() {
    if (!code.isEmpty()) {
      var output = written.toString().replace("\r\n", "\n").stripTrailing();
      steps.add(new Step(code, output, Collections.unmodifiableMap(elsewhere)));
    }
    code = "";
    written.getBuffer().setLength(0);
    elsewhere = new EnumMap<>(Framework.class);
  }

  /// Cuts from `class NAME` to the next brace in the first column.
  private static String sourceOf(String name) {
    try (var in = program()) {
      var source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int from = source.indexOf("\nclass " + name + " ") + 1;
      return source.substring(from, source.indexOf("\n}", from) + 2);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read ParameterManagement.java from the jar", e);
    }
  }

  private static InputStream program() {
    return Objects.requireNonNull(
        Tour.class.getResourceAsStream("/io/ligature/examples/ParameterManagement.java"),
        "ParameterManagement.java is missing in the examples' jar");
  }
}
