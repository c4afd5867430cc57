package io.ligature.nn;

import static io.ligature.nn.Example.assertClose;
import static io.ligature.nn.Example.assertMessage;
import static io.ligature.nn.Example.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.nn.RotaryPositions.Pairs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PositionsTest {
  // ---- sinusoidal

  private static double[] sinusoids(long first, int steps, int width) {
    var p = new double[steps * width];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < width / 2; i++) {
        double angle = (first + t) / Math.pow(10_000, 2.0 * i / width);
        p[t * width + 2 * i] = Math.sin(angle);
        p[t * width + 2 * i + 1] = Math.cos(angle);
      }
    }
    return p;
  }

  @Test
  void sinusoidsAreTheFormulaAtEveryPosition() {
    var layer = new SinusoidalPositions();
    for (int steps : new int[] {3, 1, 200, 50}) { // the table grows, and goes on serving
      var x = Tensor.zeros(DType.FLOAT64, steps, 6);
      assertClose(sinusoids(0, steps, 6), layer.apply(x));
    }
    assertClose(sinusoids(100_000, 2, 4), layer.run(Tensor.zeros(DType.FLOAT64, 2, 4), 100_000));
  }

  @Test
  void sinusoidsAreAddedAlongTheAxisOfSteps() {
    var x = Example.of(2, 5, 4);
    var p = Tensor.of(sinusoids(0, 5, 4), 5, 4);
    var expected = x.plus(p).toDoubleArray();
    assertClose(expected, new SinusoidalPositions(true).apply(x));
    assertClose(expected, new SinusoidalPositions().apply(x.transpose(0, 1)).transpose(0, 1));
    assertEquals(
        Shape.of(2, 0, 4), new SinusoidalPositions(true).apply(Tensor.zeros(2, 0, 4)).shape());
  }

  @Test
  void farPositionsKeepTheirDigitsInFloats() {
    var y = new SinusoidalPositions().run(Tensor.zeros(1, 2), 1_000_003);
    assertArrayEquals(
        new float[] {(float) Math.sin(1_000_003), (float) Math.cos(1_000_003)}, y.toFloatArray());
  }

  @ParameterizedTest
  @CsvSource({"f16, f32", "bf16, f32", "f32, f32", "f64, f64"})
  void halvesAreComputedWider(String given, String computed) {
    var x = Tensor.zeros(4, 6).to(DType.of(given));
    assertEquals(DType.of(computed), new SinusoidalPositions().apply(x).dtype());
    assertEquals(DType.of(computed), new RotaryPositions().apply(x).dtype());
  }

  @Test
  void aTableOutlivesTheScopeItWasMadeIn() {
    var layer = new SinusoidalPositions();
    var rotary = new RotaryPositions();
    var x = Example.of(3, 4);
    Memory.scope(() -> layer.apply(x).plus(rotary.apply(x)).sum().item());
    assertClose(x.plus(Tensor.of(sinusoids(0, 3, 4), 3, 4)).toDoubleArray(), layer.apply(x));
    assertEquals(x.shape(), rotary.apply(x).shape());
  }

  @Test
  void aDryRunMakesNoTable() {
    var x = Device.DRY.with(() -> Tensor.zeros(1L << 40, 64));
    assertEquals(x.shape(), new SinusoidalPositions().apply(x).shape());
    assertEquals(x.shape(), new RotaryPositions().apply(x).shape());
  }

  // ---- rotary

  @ParameterizedTest
  @EnumSource
  void rotationsAreTheFormulaPairByPair(Pairs pairs) {
    int d = 6;
    double base = 50;
    var x = Example.of(2, 3, 5, d);
    var y = new RotaryPositions(base, pairs).run(x, 2);
    var values = x.toDoubleArray();
    var expected = new double[values.length];
    for (int row = 0; row < values.length / d; row++) {
      for (int i = 0; i < d / 2; i++) {
        double angle = (2 + row % 5) / Math.pow(base, 2.0 * i / d);
        int a = row * d + (pairs == Pairs.NEIGHBOURS ? 2 * i : i);
        int b = row * d + (pairs == Pairs.NEIGHBOURS ? 2 * i + 1 : i + d / 2);
        expected[a] = values[a] * Math.cos(angle) - values[b] * Math.sin(angle);
        expected[b] = values[a] * Math.sin(angle) + values[b] * Math.cos(angle);
      }
    }
    assertClose(expected, y);
  }

  @ParameterizedTest
  @EnumSource
  void productsDependOnTheDistanceAlone(Pairs pairs) {
    var rotary = new RotaryPositions(RotaryPositions.BASE, pairs);
    var q = Example.by(1, 1, 8);
    var k = Example.by(2, 1, 8);
    double near = q.matmul(rotary.run(k, 3).t()).item();
    double far = rotary.run(q, 40).matmul(rotary.run(k, 43).t()).item();
    assertEquals(near, far, 1e-13);
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAgreeWithDifferences(Pairs pairs) {
    var rotary = new RotaryPositions(RotaryPositions.BASE, pairs);
    Grad.check(in -> rotary.apply(in), Example.of(2, 3, 4));
    Grad.check(in -> new SinusoidalPositions(true).apply(in), Example.of(2, 3, 4));
  }

  @Test
  void attentionTurnsQueriesAndKeysOfEveryHead() {
    var options = AttentionOptions.DEFAULT.batchFirst(true).hasBias(false);
    var plain = Example.drawn(new MultiHeadAttention(8, 2, options));
    var turned = Example.drawn(new MultiHeadAttention(8, 2, options.rotaryBase(100)));
    var x = Example.of(1, 5, 8);
    var rotary = new RotaryPositions(100, Pairs.NEIGHBOURS);
    var qk = x.matmul(plain.parameter("in_proj_weight").data().slice(0, 0, 16).t());
    var heads = rotary.apply(qk.reshape(5, 4, 4).transpose(0, 1));
    var scores = heads.slice(0, 0, 2).matmul(heads.slice(0, 2).transpose(1, 2)).div(2);
    assertClose(
        scores.softmax(-1).toDoubleArray(),
        turned.runWithWeights(x, x, x, AttentionMask.NONE).weights());
    assertEquals(plain.parameters().names(), turned.parameters().names());
  }

  // ---- printing, and what is refused

  @Test
  void printTheirSettings() {
    assertEquals("SinusoidalPositions", new SinusoidalPositions().toString());
    assertEquals("SinusoidalPositions(batch first)", new SinusoidalPositions(true).toString());
    assertEquals(
        "RotaryPositions(base 10000, pairs of neighbours)", new RotaryPositions().toString());
    assertEquals(
        "RotaryPositions(base 1.5, pairs of halves)",
        new RotaryPositions(1.5, Pairs.HALVES).toString());
  }

  @Test
  void inputsThatDoNotFitAreRefusedWithThePath() {
    assertRefused(
        "SinusoidalPositions needs x (steps, batch, width), or (steps, width) for one sequence,"
            + " width even; found (2, 3, 5). Reshape x, or choose another width.",
        new SinusoidalPositions(),
        Tensor.zeros(2, 3, 5));
    assertRefused(
        "SinusoidalPositions needs x (batch, steps, width), or (steps, width) for one sequence,"
            + " width even; found (4). Reshape x, or choose another width.",
        new SinusoidalPositions(true),
        Tensor.zeros(4));
    for (var x : List.of(Tensor.zeros(4), Tensor.zeros(2, 3))) {
      assertRefused(
          "RotaryPositions needs x (..., steps, d), d even; found "
              + RecurrentNet.extents(x.shape())
              + ". Reshape x, or choose another width of heads.",
          new RotaryPositions(),
          x);
    }
    for (var layer : List.of(new SinusoidalPositions(), new RotaryPositions())) {
      assertMessage(
          "In layer 0: "
              + layer.getClass().getSimpleName()
              + " needs x of real numbers; found i64[2, 4]. Embed it first.",
          DTypeException.class,
          () -> new Sequential(layer).apply(Tensor.zeros(DType.INT64, 2, 4)));
    }
  }

  @Test
  void numbersOutsideTheirRangeAreRefused() {
    for (var base : new double[] {1, -3, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertMessage(
          "RotaryPositions needs a finite base above 1; found " + base + ".",
          IllegalArgumentException.class,
          () -> new RotaryPositions(base, Pairs.HALVES));
    }
    var x = Tensor.zeros(2, 4);
    assertMessage(
        "RotaryPositions needs a first position of 0 or more; found -1.",
        IllegalArgumentException.class,
        () -> new RotaryPositions().run(x, -1));
    assertMessage(
        "SinusoidalPositions needs a first position of 0 or more; found -2.",
        IllegalArgumentException.class,
        () -> new SinusoidalPositions().run(x, -2));
    assertMessage(
        "Attention needs a rotaryBase above 1, or 0 for no rotation; found 0.5.",
        IllegalArgumentException.class,
        () -> AttentionOptions.DEFAULT.rotaryBase(0.5));
    assertMessage(
        "Attention by rotated queries and keys needs heads of an even width; found a width of 6 and"
            + " 2 heads.",
        IllegalArgumentException.class,
        () -> new MultiHeadAttention(6, 2, AttentionOptions.DEFAULT.rotaryBase(10)));
  }
}
