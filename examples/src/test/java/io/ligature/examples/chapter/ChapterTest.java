package io.ligature.examples.chapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Device;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What the steps print, and how they are asked for.
class ChapterTest {
  private static final Map<Section, List<Step>> TOLD = new EnumMap<>(Section.class);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void tellAll() {
    for (var section : Section.values()) {
      TOLD.put(section, Device.of("cpu").with(() -> section.run(0)));
    }
  }

  private int run(String... args) {
    return new CommandLine(new Chapter())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  /// The one step of a section that has this in its code.
  private static Step step(Section section, String code) {
    var found = TOLD.get(section).stream().filter(s -> s.code().contains(code)).toList();
    assertEquals(1, found.size(), () -> "steps with " + code + ": " + found);
    return found.getFirst();
  }

  @Nested
  class Facts {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        value = {
          "BLOCKS | new MLP().apply | [2, 10]",
          "BLOCKS | new MySequential( | Parameter layers.0.weight [256, 20] f32",
          "BLOCKS | new MySequential( | Parameter layers.2.bias [10] f32",
          "BLOCKS | var fixed | []",
          "BLOCKS | var fixed | [linear.weight, linear.bias]",
          "BLOCKS | var fixed | [randWeight, linear.weight, linear.bias]",
          "BLOCKS | out.println(new Sequential(new NestMLP() |       0: LazyLinear(? -> 64)",
          "ACCESS | net.apply(x).shape() | [2, 1]",
          "ACCESS | net.get(2).parameters() | Parameter weight [1, 8] f32",
          "ACCESS | net.init | {weight: f32[1, 8], bias: f32[1]}",
          "ACCESS | grad() == null | true",
          "ACCESS | gradOrZeros | [[0.0000, 0.0000, 0.0000, 0.0000, 0.0000, 0.0000, 0.0000,"
              + " 0.0000]]",
          "ACCESS | Grad.grad | [2.0000]",
          "ACCESS | p.shape() | 0.weight [8, 4]",
          "ACCESS | p.shape() | 2.bias [1]",
          "ACCESS | out.println(net.parameters()) | Parameter 2.weight [1, 8] f32",
          "ACCESS | map(Tensor::shape) | {0.weight=[8, 4], 0.bias=[8], 2.weight=[1, 8],"
              + " 2.bias=[1]}",
          "TIES | out.println(tied.parameters()); | Parameter 2.weight [8, 8] f32, also 4.weight",
          "TIES | var third | [true, true, true, true, true, true, true, true]",
          "TIES | second.set | [true, true, true, true, true, true, true, true]",
          "TIES | ties() | {2.weight=[4.weight], 2.bias=[4.bias]}",
          "TIES | countByAlias | 121 values, by name 193",
          "TIES | tied.init | true",
          "TIES | keras.layers() | true",
          "EXERCISES | times(0.5) | [1.0000]",
          "EXERCISES | GradMode.WRITE | WRITE, ADD",
          "INITIALISATION | Init.normal | Parameter 0.weight [8, ?] f32, uninitialized",
          "INITIALISATION | Init.constant(1) | [1.0000, 1.0000, 1.0000, 1.0000]",
          "INITIALISATION | Init.constant(42) | [[42.0000, 42.0000, 42.0000, 42.0000, 42.0000,"
              + " 42.0000, 42.0000, 42.0000]]",
          "LAZINESS | lazy.get | Parameter 0.weight [256, ?] f32, uninitialized",
          "LAZINESS | materialize | Parameter 0.weight [256, 20] f32, frozen",
          "CUSTOM_LAYERS | new CenteredLayer() | [-2.0000, -1.0000,  0.0000,  1.0000,  2.0000]",
          "CUSTOM_LAYERS | new MyLinear(5 | Parameter weight [5, 3] f32",
          "CUSTOM_LAYERS | var language | {embedding.weight=[head.weight]}",
          "CUSTOM_LAYERS | var language | 900, by name 1700",
          "FILES | x.save | [2, 4]",
          "FILES | mlp.save | [2, 10]",
          "FILES | clone.eval | Parameter hidden.weight [256, 20] f32",
          "FILES | LoadReport | loaded 4 of 4 from a state",
          "FILES | aliases | {2.weight=0.weight, 2.bias=0.bias}",
          "DEVICES | Device.all() | cpu          available    plain Java on",
          "FUNCTIONAL | p.zip | [2, 1]",
          "FUNCTIONAL | grad() == null | true",
          "FUNCTIONAL | grad() == null | {0.weight=[8, 4], 0.bias=[8], 2.weight=[8, 8], 2.bias=[8],"
              + " 6.weight=[1, 8], 6.bias=[1]}",
          "MORE | copy.to | Parameter 2.weight [8, 8] f64, also 4.weight",
          "MORE | copy.to | false"
        },
        ignoreLeadingAndTrailingWhitespace = true)
    void aStepPrints(Section section, String code, String line) {
      var output = step(section, code).output();
      assertTrue(output.lines().anyMatch(l -> l.strip().startsWith(line)), output);
    }

    @Test
    void threeStepsPrintSixParametersEach() {
      var output = step(Section.EXERCISES, "int step").output();
      for (var name : List.of("0.weight", "0.bias", "2.weight", "2.bias", "6.weight", "6.bias")) {
        assertEquals(3, output.lines().filter(l -> l.startsWith(name + " [")).count(), output);
      }
      assertFalse(output.contains("null"), output);
    }

    @Test
    void aTieHasAGradientForEachUse() {
      var uses = step(Section.EXERCISES, "traceGrads").output().lines();
      assertEquals(
          List.of(
              "0.weight@0",
              "0.bias@0",
              "2.weight@2",
              "2.weight@4",
              "2.bias@2",
              "2.bias@4",
              "6.weight@6",
              "6.bias@6"),
          uses.map(line -> line.split(" ")[0]).toList());
    }

    @Test
    void theCustomInitialiserKeepsOnlyWhatIsFarFromZero() {
      var values = step(Section.INITIALISATION, "custom =").output().replaceAll("[\\[\\] ]", "");
      for (var value : values.split(",")) {
        double size = Math.abs(Double.parseDouble(value));
        assertTrue(size == 0 || (size >= 5 && size <= 10), values);
      }
    }

    @Test
    void anEditInPlaceIsSeen() {
      var output = step(Section.INITIALISATION, "plusAssign").output().lines().toList();
      double before = Double.parseDouble(output.get(0));
      assertEquals(before + 1, Double.parseDouble(output.get(1)), 2e-4); // four digits are printed
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Section.class)
    void whatPrintsHereIsSaidOfEveryFramework(Section section) {
      for (var step : TOLD.get(section)) {
        if (!step.output().isEmpty()) {
          assertEquals(EnumSet.allOf(Framework.class), step.elsewhere().keySet(), step.code());
        }
      }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Section.class)
    void theSameSeedPrintsTheSame(Section section) {
      assertEquals(TOLD.get(section), Device.of("cpu").with(() -> section.run(0)));
    }

    @Test
    void anotherSeedDrawsOtherValues() {
      var other = Device.of("cpu").with(() -> Section.ACCESS.run(1));
      assertFalse(TOLD.get(Section.ACCESS).equals(other));
    }
  }

  @Nested
  class Options {
    @Test
    void withoutAnyTheWholeChapterIsTold() {
      assertEquals(0, run(), err::toString);
      for (var section : Section.values()) {
        assertTrue(out.toString().contains("\n" + section.id() + "  " + section.title() + "\n"));
      }
    }

    @Test
    void aStepIsCodeThenOutputThenWhatOthersPrint() {
      assertEquals(0, run("--section", "6.4"), err::toString);
      var expected =
          """
          6.4  Lazy initialisation
          ========================

              var lazy = new Sequential(new LazyLinear(256), new ReLU(), new LazyLinear(10));
              out.println(lazy.get(0, Linear.class).weight());
            > Parameter 0.weight [256, ?] f32, uninitialized
                PyTorch  <UninitializedParameter>: of the 256 nothing is said
          """;
      assertTrue(out.toString().stripLeading().startsWith(expected), out::toString);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"6.2, '6.2.1,6.2.2,6.2.4'", "6.2.2, 6.2.2", "more, more"})
    void aNumberTellsWhatBeginsWithIt(String number, String told) {
      var ids = Section.numbered(number).stream().map(Section::id).toList();
      assertEquals(List.of(told.split(",")), ids);
    }

    @Test
    void severalSectionsComeInTheOrderOfTheChapter() {
      assertEquals(0, run("--section", "6.7", "--section", "6.4", "--section", "6.7"));
      var titles =
          out.toString()
              .lines()
              .filter(l -> l.matches("\\S+  \\S.*") && !l.startsWith(" "))
              .toList();
      assertEquals(List.of("6.4  Lazy initialisation", "6.7  Devices"), titles);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"6.9", "6.2.", "ties", "''"})
    void anUnknownSectionListsTheKnownOnes(String number) {
      assertEquals(2, run("--section", number));
      var message = err.toString();
      assertTrue(
          message.startsWith("There is no section '" + number + "'. Choose among these:\n"),
          message);
      for (var section : Section.values()) {
        assertTrue(
            message.contains("\n  %-11s %s".formatted(section.id(), section.title())), message);
      }
      assertEquals("", out.toString());
    }

    @Test
    void withoutComparisonOtherFrameworksAreNotNamed() {
      assertEquals(0, run("--section", "6.2", "--no-comparison"));
      assertFalse(out.toString().lines().anyMatch(l -> l.startsWith("      PyTorch ")));
      assertTrue(out.toString().contains("  > {2.weight=[4.weight], 2.bias=[4.bias]}"));
    }

    @Test
    void longOutputIsCutShort() {
      assertEquals(0, run("--section", "6.2.4", "--no-comparison"));
      assertTrue(out.toString().matches("(?s).*\n  > \\.\\.\\. and \\d+ lines more\n.*"));
    }

    @Test
    void linesOfTheComparisonFitAScreen() {
      assertEquals(0, run());
      for (var framework : Framework.values()) {
        out.toString()
            .lines()
            .filter(l -> l.startsWith("      " + framework))
            .forEach(l -> assertTrue(l.length() <= 100, l));
      }
    }

    @Test
    void anUnknownDeviceIsAnsweredWithThoseThatThereAre() {
      assertEquals(2, run("--device", "abacus"));
      assertTrue(
          err.toString()
              .startsWith(
                  "Invalid value for option '--device': There is no device 'abacus'."
                      + " All devices:\ncpu "),
          err::toString);
    }

    @Test
    void aSeedThatIsNoNumberIsRefused() {
      assertEquals(2, run("--seed", "x"));
      assertTrue(
          err.toString().startsWith("Invalid value for option '--seed': 'x' is not a long"),
          err::toString);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
        strings = {
          "--section",
          "--device",
          "--seed",
          "--no-comparison",
          "--help",
          "6.2.1",
          "functional"
        })
    void helpNames(String word) {
      assertEquals(0, run("--help"));
      assertTrue(out.toString().contains(word), out::toString);
    }
  }
}
