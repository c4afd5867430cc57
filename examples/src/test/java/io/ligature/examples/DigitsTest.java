package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    assertTrue(text.contains("hidden.weight@again"), text);
    assertTrue(text.contains("in.weight [64, ?] f32, uninitialized"), text);
    assertTrue(text.contains("the same."), text);
    assertTrue(Files.exists(file));
  }

  @Test
  void helpNamesEveryOption() {
    assertEquals(0, run("--help"));
    for (var option :
        new String[] {"--epochs", "--batch", "--hidden", "--lr", "--seed", "--device"}) {
      assertTrue(out.toString().contains(option), out::toString);
    }
  }

  @Test
  void anOptionOutsideItsRangeSaysSo() {
    assertEquals(2, run("--epochs", "0"));
    assertTrue(err.toString().contains("--epochs needs 1 or more; found 0."), err::toString);
  }
}
