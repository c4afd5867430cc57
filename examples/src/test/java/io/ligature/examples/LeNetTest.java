package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Shape;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LeNetTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new LeNet())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private double percent() {
    var line =
        out.toString().lines().filter(l -> l.startsWith("Accuracy on 359 images")).findFirst();
    return Double.parseDouble(line.orElseThrow().replaceAll(".*: ([0-9.]+) %", "$1"));
  }

  @Test
  void threeEpochsTeachIt() {
    assertEquals(0, run("--epochs", "3"), err::toString);
    assertTrue(percent() > 80, out::toString); // a guess is right in 10 of 100
    assertTrue(out.toString().contains("21386 values in 10 parameters"), out::toString);
  }

  @Test
  void sameSeedSameText() {
    assertEquals(0, run("--epochs", "1"), err::toString);
    var first = out.toString();
    out.getBuffer().setLength(0);
    assertEquals(0, run("--epochs", "1"), err::toString);
    assertEquals(first, out.toString());
  }

  @Test
  void windowsArePaddedAndHalvedTwice() {
    var net = LeNet.network();
    net.materialize(Shape.of(1, 1, 8, 8));
    assertEquals("[6, 1, 5, 5]", net.parameter("0.weight").shape().toString());
    assertEquals("[16, 6, 5, 5]", net.parameter("3.weight").shape().toString());
    assertEquals("[120, 64]", net.parameter("7.weight").shape().toString());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs | 0   | --epochs needs 1 or more; found 0.",
        "--batch  | -1  | --batch needs 1 or more; found -1.",
        "--lr     | 0   | --lr needs a finite number above 0; found 0.0.",
        "--lr     | NaN | --lr needs a finite number above 0; found NaN."
      })
  void optionsOutOfRangeAreRefused(String option, String value, String message) {
    assertEquals(2, run(option, value));
    assertTrue(err.toString().startsWith(message), err::toString);
  }
}
