package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Tensor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AutoencoderTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new Autoencoder())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private double explained() {
    var line =
        out.toString().lines().filter(l -> l.startsWith("Explained of 359 images")).findFirst();
    return Double.parseDouble(line.orElseThrow().replaceAll(".*: (-?[0-9.]+) %.*", "$1"));
  }

  @Test
  void aTinySettingLearnsSomethingAndKeepsItsTies(@TempDir Path folder) {
    var file = folder.resolve("autoencoder.safetensors");
    assertEquals(
        0,
        run("--epochs", "8", "--hidden", "16", "--code", "4", "--save", file.toString()),
        err::toString);
    assertTrue(explained() > 20, out::toString); // the mean image explains 0
    var text = out.toString();
    assertTrue(
        text.contains(
            "Parameter encoder.in.weight [16, 64] f32, also decoder.out.weight (transposed)"),
        text);
    assertTrue(text.contains("1,188 values in 6 parameters under 8 names."), text); // 64 16 + 16 4
    assertTrue(text.contains("A new network with it draws the same."), text);
    assertEquals(
        Stream.of(2, 4, 6, 8).map(epoch -> "epoch " + epoch + "/8").toList(),
        text.lines().filter(l -> l.startsWith("epoch")).map(l -> l.substring(0, 9)).toList());
    assertTrue(Files.exists(file));
  }

  @Test
  void goesOnFromACheckpointToTheSameResult(@TempDir Path folder) {
    var small = new String[] {"--epochs", "2", "--hidden", "8", "--code", "2", "--checkpoint"};
    var whole = List.of(small);
    assertEquals(0, run(with(whole, folder.resolve("whole.safetensors"))), err::toString);
    double expected = explained();
    out.getBuffer().setLength(0);
    assertEquals(0, run(with(whole, folder.resolve("whole.safetensors"))), err::toString);
    assertTrue(out.toString().contains("after 2 epochs."), out::toString);
    assertEquals(expected, explained());
  }

  private static String[] with(List<String> args, Path file) {
    return Stream.concat(args.stream(), Stream.of(file.toString())).toArray(String[]::new);
  }

  @Test
  void picturesAreDarkWhereThereIsInk() {
    var image = Tensor.zeros(1, 64);
    image.set(0, 0, 1);
    image.set(0, 63, 0.55);
    var lines = Pictures.of(image).lines().toList();
    assertEquals(8, lines.size());
    assertEquals("  @@" + " ".repeat(14), lines.getFirst());
    assertEquals(" ".repeat(16) + "++", lines.getLast());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "--epochs",
        "--batch",
        "--hidden",
        "--code",
        "--lr",
        "--seed",
        "--device",
        "--checkpoint",
        "--save",
        "--help"
      })
  void helpNamesTheOption(String option) {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains(option), out::toString);
    assertTrue(out.toString().contains("explains over 85 %"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs | 0   | --epochs needs 1 or more; found 0.",
        "--batch  | 0   | --batch needs 1 or more; found 0.",
        "--hidden | -1  | --hidden needs 1 or more; found -1.",
        "--code   | 0   | --code needs 1 or more; found 0.",
        "--lr     | NaN | --lr needs a finite number above 0; found NaN.",
        "--checkpoint | . | --checkpoint needs a file in a folder that exists; found .",
        "--save   | no/such/folder/x | --save needs a file in a folder that exists; found"
            + " no/such/folder/x.",
      })
  void aBadOptionIsRefusedBeforeAnythingRuns(String option, String value, String message) {
    assertEquals(2, run(option, value));
    assertTrue(err.toString().startsWith(message), err::toString);
    assertEquals("", out.toString());
  }
}
