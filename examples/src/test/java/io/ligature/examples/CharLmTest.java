package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CharLmTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new CharLm())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private double perplexity(String line) {
    var found = out.toString().lines().filter(l -> l.startsWith(line)).findFirst().orElseThrow();
    return Double.parseDouble(found.replaceAll(".*perplexity ([0-9.]+)\\.", "$1"));
  }

  @Test
  void learnsATextThatRepeatsItself(@TempDir Path folder) throws Exception {
    var file = folder.resolve("abc.txt");
    Files.writeString(file, "a quick fox. ".repeat(60));
    var status =
        run(
            "--text",
            file.toString(),
            "--epochs",
            "12",
            "--width",
            "16",
            "--layers",
            "1",
            "--context",
            "16",
            "--batch",
            "8",
            "--lr",
            "0.02",
            "--sample",
            "26",
            "--temperature",
            "0.2");
    assertEquals(0, status, err::toString);
    assertTrue(perplexity("On the last tenth") < 1.5, out::toString);
    assertTrue(perplexity("Guessing by how often") > 8, out::toString);
    assertTrue(out.toString().contains("fox. a quick fox. "), out::toString);
  }

  @Test
  void sameSeedSameText() {
    var options = "--epochs 1 --width 8 --layers 1 --context 8 --batch 400 --sample 30".split(" ");
    assertEquals(0, run(options), err::toString);
    var first = out.toString();
    out.getBuffer().setLength(0);
    assertEquals(0, run(options), err::toString);
    assertEquals(first, out.toString());
    assertTrue(first.contains("11,358 characters, 76 different ones;"), first);
  }

  @Test
  void theTextIsTheLicenseOfTheProject() throws Exception {
    var text = CharText.read(null);
    assertEquals(Files.readString(Path.of("..", "LICENSE")), text.decode(text.ids().toLongArray()));
  }

  @Test
  void windowsHoldEveryCharacterAndTheNext() {
    var text = CharText.of("abcabdd");
    assertEquals("abcd", text.alphabet());
    var windows = text.inOrder(2);
    assertEquals(Shape.of(3, 2), windows.input().shape());
    assertArrayEquals(new long[] {0, 1, 2, 0, 1, 3}, windows.input().toLongArray());
    assertArrayEquals(new long[] {1, 2, 0, 1, 3, 3}, windows.target().toLongArray());
    var random = text.random(Key.of(1), 50, 3);
    for (int i = 0; i < 50; i++) {
      var letters = text.decode(random.input().get(i).toLongArray());
      assertTrue("abcabdd".contains(letters), letters);
      var next = text.decode(random.target().get(i).toLongArray());
      assertTrue("abcabdd".contains(letters + next.charAt(2)), letters + next);
      assertEquals(letters.substring(1), next.substring(0, 2));
    }
  }

  @Test
  void theHeadIsTheEmbedding() {
    var model = new CharModel(5, 8, 1);
    assertEquals(Map.of("embedding.weight", List.of("head.weight")), model.parameters().ties());
    assertEquals(
        Shape.of(2, 3, 5), model.apply(Tensor.of(new long[] {0, 1, 2, 3, 4, 0}, 2, 3)).shape());
  }

  @Test
  void guessingByFrequencyCostsTheCrossEntropy() {
    var known = CharText.of("aab");
    double expected = -(Math.log(3 / 5.0) + Math.log(2 / 5.0)) / 2;
    assertEquals(expected, CharTraining.lossByFrequency(known, CharText.of("ab")), 1e-12);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "--text",
        "--epochs",
        "--batch",
        "--context",
        "--width",
        "--layers",
        "--lr",
        "--sample",
        "--temperature",
        "--seed",
        "--device",
        "--help"
      })
  void helpNamesTheOption(String option) {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains(option), out::toString);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--text    | no/such/file | --text needs a file that can be read; found no/such/file.",
        "--epochs  | 0   | --epochs needs 1 or more; found 0.",
        "--batch   | 0   | --batch needs 1 or more; found 0.",
        "--context | 0   | --context needs 1 or more; found 0.",
        "--context | 20000 | --text needs more characters for this --context: a tenth of them is"
            + " put aside; found 11358.",
        "--width   | 12  | --width needs a multiple of 8; found 12.",
        "--width   | 0   | --width needs a multiple of 8; found 0.",
        "--layers  | 0   | --layers needs 1 or more; found 0.",
        "--lr      | 0   | --lr needs a finite number above 0; found 0.0.",
        "--sample  | -1  | --sample needs 0 or more; found -1.",
        "--temperature | NaN | --temperature needs a finite number above 0; found NaN."
      })
  void aBadOptionIsRefused(String option, String value, String message) {
    assertEquals(2, run(option, value));
    assertTrue(err.toString().startsWith(message), err::toString);
  }
}
