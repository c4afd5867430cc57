package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RnnTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new Rnn())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private double after(String begin) {
    var line = out.toString().lines().filter(l -> l.startsWith(begin)).findFirst().orElseThrow();
    return Double.parseDouble(line.replaceAll("^[^:]*: ([0-9]\\.[0-9]+).*", "$1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU"})
  void foretellsBetterThanGuessingThatNothingChanges(String cell) {
    assertEquals(
        0,
        run("--cell", cell, "--epochs", "3", "--hidden", "8", "--steps", "10", "--lr", "0.03"),
        err::toString);
    assertTrue(
        after("Root mean square error on 290") < 0.8 * after("Guessing that nothing"),
        out::toString);
  }

  @Test
  void sameSeedSameText() {
    var options = "--epochs 1 --hidden 4 --steps 5 --batch 200".split(" ");
    assertEquals(0, run(options), err::toString);
    var first = out.toString();
    out.getBuffer().setLength(0);
    assertEquals(0, run(options), err::toString);
    assertEquals(first, out.toString());
  }

  @Test
  void aWindowIsFollowedByItsTarget() {
    var values = Tensor.of(0.0, 1.0, 2.0, 3.0, 4.0);
    var windows = SineSeries.windows(values, 3);
    assertEquals(Shape.of(3, 2, 1), windows.input().shape());
    assertEquals("[1.0, 2.0, 3.0]", Arrays.toString(windows.input().select(1, 1).toDoubleArray()));
    assertEquals("[3.0, 4.0]", Arrays.toString(windows.target().toDoubleArray()));
    var second = windows.choose(Tensor.of(new long[] {1}));
    assertEquals(1, second.size());
    assertEquals("[4.0]", Arrays.toString(second.target().toDoubleArray()));
  }

  @Test
  void theSeriesIsTwoWavesAndNoise() {
    var values = SineSeries.values(1000, Key.of(1)).toDoubleArray();
    double sum = 0;
    for (int t = 0; t < values.length; t++) {
      double wave = Math.sin(2 * Math.PI * t / 25) + 0.5 * Math.sin(2 * Math.PI * t / 40);
      sum += (values[t] - wave) * (values[t] - wave);
    }
    assertEquals(SineSeries.NOISE, Math.sqrt(sum / values.length), 0.01);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "--cell",
        "--epochs",
        "--batch",
        "--steps",
        "--hidden",
        "--lr",
        "--seed",
        "--device",
        "--help"
      })
  void helpNamesTheOption(String option) {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains(option), out::toString);
    assertTrue(out.toString().contains("LSTM, GRU"), out::toString);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--cell   | RNN  | Invalid value for option '--cell': expected one of [LSTM, GRU]",
        "--epochs | 0    | --epochs needs 1 or more; found 0.",
        "--batch  | 0    | --batch needs 1 or more; found 0.",
        "--steps  | 0    | --steps needs 1 to 200; found 0.",
        "--steps  | 201  | --steps needs 1 to 200; found 201.",
        "--hidden | 0    | --hidden needs 1 or more; found 0.",
        "--lr     | -0.1 | --lr needs a finite number above 0; found -0.1."
      })
  void aBadOptionIsRefusedBeforeAnythingRuns(String option, String value, String message) {
    assertEquals(2, run(option, value));
    assertTrue(err.toString().startsWith(message), err::toString);
    assertEquals("", out.toString());
  }
}
