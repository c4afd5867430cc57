package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Key;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DigitsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new Digits())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void reachesWhatTheReadMePromises(@TempDir Path folder) {
    var file = folder.resolve("digits.safetensors");
    assertEquals(0, run("--save", file.toString()), err::toString);
    var text = out.toString();
    var line =
        text.lines().filter(l -> l.startsWith("Accuracy on 359 images")).findFirst().orElseThrow();
    double percent = Double.parseDouble(line.replaceAll(".*: ([0-9.]+) %", "$1"));
    assertTrue(percent > 96, line);
    assertTrue(text.contains("{hidden.weight=[again.weight], hidden.bias=[again.bias]}"), text);
    assertTrue(text.contains("26,122 values in 6 parameters under 8 names."), text);
    for (var use : List.of("hidden.weight@hidden", "hidden.weight@again", "out.bias@out")) {
      assertTrue(text.lines().anyMatch(l -> l.startsWith("  " + use + " ")), text);
    }
    assertTrue(text.contains("in.weight [128, ?] f32, uninitialized"), text);
    assertTrue(text.contains("the same."), text);
    assertTrue(Files.exists(file));
  }

  @Test
  void sameSeedSameText(@TempDir Path folder) {
    var file = folder.resolve("digits.safetensors").toString();
    assertEquals(0, run("--epochs", "1", "--hidden", "8", "--save", file), err::toString);
    var first = out.toString();
    out.getBuffer().setLength(0);
    assertEquals(0, run("--epochs", "1", "--hidden", "8", "--save", file), err::toString);
    assertEquals(first, out.toString());
  }

  @Test
  void thePublishersAreNamedBesideTheImages() throws Exception {
    try (var in = Digits.class.getResourceAsStream("digits.README.md")) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(text.contains("Alpaydin and C. Kaynak (1998)"), text);
      assertTrue(text.contains("CC BY 4.0"), text);
    }
  }

  @Test
  void aThousandSevenHundredNinetySevenImagesAreSplitWithoutOverlap() {
    var images = DigitImages.load();
    assertEquals(1797, images.size());
    var split = images.split(0.8, Key.of(0));
    assertEquals(1438, split.train().size());
    assertEquals(359, split.test().size());
    double all = images.images().sum().item();
    double parts = split.train().images().sum().item() + split.test().images().sum().item();
    assertEquals(all, parts, 1e-3 * all); // sums of the same numbers in another order
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "--epochs",
        "--batch",
        "--hidden",
        "--lr",
        "--seed",
        "--device",
        "--save",
        "--help"
      })
  void helpNamesTheOption(String option) {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains(option), out::toString);
    assertTrue(out.toString().contains("some seconds; over 96 % on images never seen"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs | 0   | --epochs needs 1 or more; found 0.",
        "--epochs | -3  | --epochs needs 1 or more; found -3.",
        "--epochs | two | Invalid value for option '--epochs': 'two' is not an int",
        "--batch  | 0   | --batch needs 1 or more; found 0.",
        "--hidden | -1  | --hidden needs 1 or more; found -1.",
        "--lr     | 0   | --lr needs a finite number above 0; found 0.0.",
        "--lr     | NaN | --lr needs a finite number above 0; found NaN.",
        "--lr     | Infinity | --lr needs a finite number above 0; found Infinity.",
        "--save   | no/such/folder/x | --save needs a file in a folder that exists; found"
            + " no/such/folder/x.",
        "--save   | .   | --save needs a file in a folder that exists; found .",
        "--device | abacus | Invalid value for option '--device': There is no device 'abacus'."
            + " All devices:",
        "--epoch  | 3   | Unknown options: '--epoch', '3'"
      })
  void aBadOptionIsRefusedBeforeAnythingRuns(String option, String value, String message) {
    assertEquals(2, run(option, value));
    assertTrue(err.toString().startsWith(message), err::toString);
    assertEquals("", out.toString());
  }

  @Test
  void anUnknownDeviceIsAnsweredWithThoseThatThereAre() {
    assertEquals(2, run("--device", "abacus"));
    assertTrue(err.toString().contains("\ncpu          available"), err::toString);
  }
}
