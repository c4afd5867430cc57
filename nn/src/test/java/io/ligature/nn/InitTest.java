package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.nn.Init.Distribution;
import io.ligature.nn.Init.Fan;
import io.ligature.nn.Init.Nonlinearity;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InitTest {
  private static final Key KEY = Key.of(6);
  private static final Shape WEIGHT = Shape.of(200, 100);
  private static final Shape WINDOWS = Shape.of(80, 30, 3, 5); // fan in 450, fan out 1200

  private static final Map<String, Initializer> ALL =
      Map.ofEntries(
          Map.entry("uniform", Init.uniform()),
          Map.entry("normal", Init.normal()),
          Map.entry("truncatedNormal", Init.truncatedNormal(0, 1)),
          Map.entry("xavierUniform", Init.xavierUniform()),
          Map.entry("xavierNormal", Init.xavierNormal()),
          Map.entry("kaimingUniform", Init.kaimingUniform()),
          Map.entry("kaimingNormal", Init.kaimingNormal()),
          Map.entry("lecunUniform", Init.lecunUniform()),
          Map.entry("lecunNormal", Init.lecunNormal()),
          Map.entry("defaultWeight", Init.defaultWeight()),
          Map.entry("orthogonal", Init.orthogonal()),
          Map.entry("sparse", Init.sparse(0.5, 1)));

  private static double[] draw(Initializer initializer, Shape shape) {
    return initializer.initialize(shape, DType.FLOAT32, Key.of(1)).toDoubleArray();
  }

  private static boolean all(double[] values, DoublePredicate test) {
    return Arrays.stream(values).allMatch(test);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double std(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
  }

  /// Five standard errors: of a mean s / sqrt(n), of a deviation at most s / sqrt(2 n) here.
  private static void assertMoments(double mean, double std, double[] values) {
    double error = 5 * std / Math.sqrt(values.length);
    assertEquals(mean, mean(values), error);
    assertEquals(std, std(values), error);
  }

  private static void assertUniform(double bound, double[] values) {
    assertTrue(all(values, x -> Math.abs(x) <= bound * (1 + 1e-6)));
    assertMoments(0, bound / Math.sqrt(3), values);
  }

  private static void assertRefused(String message, Initializer initializer, long... extents) {
    var e = assertThrows(ShapeException.class, () -> draw(initializer, Shape.of(extents)));
    assertEquals(message, e.getMessage());
  }

  // ---- what all have in common

  @TestFactory
  Stream<DynamicTest> theSameKeyGivesTheSameValuesAndAnotherDoesNot() {
    return ALL.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      var shape = Shape.of(4, 6);
                      var other = e.getValue().initialize(shape, DType.FLOAT32, Key.of(7));
                      var first = draw(e.getValue(), shape);
                      assertArrayEquals(first, draw(e.getValue(), shape));
                      assertFalse(Arrays.equals(first, other.toDoubleArray()));
                    }));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void theTypeIsWhatWasAskedFor(DType dtype) {
    for (var initializer : ALL.values()) {
      assertEquals(dtype, initializer.initialize(Shape.of(3, 4), dtype, KEY).dtype());
    }
    assertEquals(dtype, Init.eye().initialize(Shape.of(3, 4), dtype, KEY).dtype());
    assertEquals(dtype, Init.ones().initialize(Shape.of(3, 4), dtype, KEY).dtype());
  }

  @Test
  void aDryRunComputesNothing() {
    var big = Shape.of(1L << 40, 1L << 20);
    for (var initializer : ALL.values()) {
      var dry = Device.DRY.with(() -> initializer.initialize(big, DType.FLOAT32, Key.of(1)));
      assertEquals(big, dry.shape());
      assertTrue(dry.device().isDry());
    }
  }

  @Test
  void nothingIsDrawnForAnEmptyWeight() {
    for (var initializer : ALL.values()) {
      assertEquals(0, draw(initializer, Shape.of(0, 3)).length);
      assertEquals(0, draw(initializer, Shape.of(3, 0)).length);
    }
  }

  // ---- without fans

  @Test
  void constantsAreEverywhere() {
    assertArrayEquals(new double[] {42, 42, 42}, draw(Init.constant(42), Shape.of(3)));
    assertArrayEquals(new double[] {0.5, 0.5}, draw(Init.constant(0.5), Shape.of(2)));
    assertArrayEquals(new double[] {0, 0}, draw(Init.zeros(), Shape.of(2)));
    assertArrayEquals(new double[] {1}, draw(Init.ones(), Shape.of()));
  }

  @Test
  void constantsBeyondTheTypeAreRefused() {
    assertEquals(
        "constant 1.0E40 is an infinity in f32, which holds numbers up to 3.4028234663852886E38."
            + " Choose another, or cast the layer with to(DType.FLOAT64).",
        assertThrows(IllegalArgumentException.class, () -> draw(Init.constant(1e40), Shape.of(2)))
            .getMessage());
    assertEquals(1e40, Init.constant(1e40).initialize(Shape.of(), DType.FLOAT64, Key.of(1)).item());
    double asked = Double.NEGATIVE_INFINITY;
    assertEquals(
        asked, Init.constant(asked).initialize(Shape.of(), DType.FLOAT32, Key.of(1)).item());
    assertThrows(
        IllegalArgumentException.class,
        () -> Init.constant(-70_000).initialize(Shape.of(), DType.FLOAT16, Key.of(1)));
  }

  @Test
  void spreadsThatCannotBeAreRefusedAtOnce() {
    assertEquals(
        "uniform needs finite bounds, low at most high; found low 2.0 and high 1.0.",
        assertThrows(IllegalArgumentException.class, () -> Init.uniform(2, 1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Init.uniform(0, Double.NaN));
    assertEquals(
        "normal needs a finite mean, and a finite std of 0 or more; found mean 0.0 and std -1.0.",
        assertThrows(IllegalArgumentException.class, () -> Init.normal(0, -1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Init.normal(Double.NaN, 1));
  }

  @Test
  void uniformFillsItsInterval() {
    var values = draw(Init.uniform(-3, 1), WEIGHT);
    assertTrue(all(values, x -> x >= -3 && x < 1));
    assertMoments(-1, 4 / Math.sqrt(12), values);
  }

  @Test
  void normalHasItsMoments() {
    assertMoments(2, 0.5, draw(Init.normal(2, 0.5), WEIGHT));
  }

  @Test
  void truncatedNormalStaysWithinTwoDeviations() {
    var values = draw(Init.truncatedNormal(10, 3), WEIGHT);
    assertTrue(all(values, x -> x >= 4 && x <= 16));
    assertMoments(10, 3 * 0.87962566103423978, values);
  }

  @Test
  void truncatedNormalFollowsTheDensityInATail() {
    var tail = draw(Init.truncatedNormal(0, 1, 5, 6), WEIGHT);
    assertTrue(all(tail, x -> x >= 5 && x <= 6));
    assertMoments(5.183147, 0.171617, tail);
    var mirrored = draw(Init.truncatedNormal(0, 1, -6, -5), WEIGHT);
    assertMoments(-5.183147, 0.171617, mirrored);
  }

  @Test
  void truncatedNormalNeedsRoom() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> draw(Init.truncatedNormal(0, 1, 2, 2), Shape.of(1)));
    assertEquals(
        "truncatedNormal needs a low bound below the high one; found 2.0 and 2.0.", e.getMessage());
    var still = assertThrows(IllegalArgumentException.class, () -> Init.truncatedNormal(1, 0));
    assertEquals("truncatedNormal needs a finite std above 0; found 0.0.", still.getMessage());
  }

  // ---- by fans

  @Test
  void gainsAreThoseOfPyTorch() {
    assertEquals(1, Init.calculateGain(Nonlinearity.LINEAR));
    assertEquals(1, Init.calculateGain(Nonlinearity.SIGMOID));
    assertEquals(5.0 / 3, Init.calculateGain(Nonlinearity.TANH));
    assertEquals(Math.sqrt(2), Init.calculateGain(Nonlinearity.RELU));
    assertEquals(Math.sqrt(2 / 1.0001), Init.calculateGain(Nonlinearity.LEAKY_RELU));
    assertEquals(0.75, Init.calculateGain(Nonlinearity.SELU));
    assertEquals(Math.sqrt(2 / 1.04), Init.calculateGain(0.2), 1e-15);
  }

  @Test
  void xavierLooksAtBothFans() {
    assertUniform(Math.sqrt(6.0 / 300), draw(Init.xavierUniform(), WEIGHT));
    assertUniform(2 * Math.sqrt(6.0 / 300), draw(Init.xavierUniform(2), WEIGHT));
    assertMoments(0, Math.sqrt(2.0 / 300), draw(Init.xavierNormal(), WEIGHT));
    assertMoments(0, 2 * Math.sqrt(2.0 / 300), draw(Init.xavierNormal(2), WEIGHT));
  }

  @Test
  void kaimingLooksAtOne() {
    assertUniform(Math.sqrt(6.0 / 100), draw(Init.kaimingUniform(), WEIGHT));
    assertUniform(
        Math.sqrt(3.0 / 200), draw(Init.kaimingUniform(Fan.OUT, Nonlinearity.LINEAR), WEIGHT));
    assertMoments(0, Math.sqrt(2.0 / 100), draw(Init.kaimingNormal(), WEIGHT));
    assertMoments(0, 3 / Math.sqrt(200), draw(Init.kaimingNormal(Fan.OUT, 3), WEIGHT));
  }

  @Test
  void aWindowCountsInBothFans() {
    assertUniform(Math.sqrt(6.0 / 450), draw(Init.kaimingUniform(), WINDOWS));
    assertMoments(
        0, Math.sqrt(2.0 / 1200), draw(Init.kaimingNormal(Fan.OUT, Nonlinearity.RELU), WINDOWS));
    assertUniform(Math.sqrt(6.0 / 1650), draw(Init.xavierUniform(), WINDOWS));
  }

  @Test
  void lecunKeepsTheVarianceOfTheInput() {
    assertUniform(Math.sqrt(3.0 / 100), draw(Init.lecunUniform(), WEIGHT));
    var normal = draw(Init.lecunNormal(), WEIGHT);
    double cut = 2 * 0.1 / 0.87962566103423978;
    assertTrue(all(normal, x -> Math.abs(x) <= cut * (1 + 1e-6)));
    assertMoments(0, 0.1, normal);
  }

  @ParameterizedTest
  @EnumSource
  void varianceScalingHasTheVarianceOfItsName(Distribution distribution) {
    var values = draw(Init.varianceScaling(0.5, Fan.AVERAGE, distribution), WEIGHT);
    assertMoments(0, Math.sqrt(0.5 / 150), values);
  }

  @Test
  void varianceScalingNeedsAScaleAboveZero() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Init.varianceScaling(0, Fan.IN, Distribution.NORMAL));
    assertEquals("varianceScaling needs a finite scale above 0; found 0.0.", e.getMessage());
  }

  @Test
  void theDefaultsAreThoseOfPyTorch() {
    assertUniform(1 / Math.sqrt(100), draw(Init.defaultWeight(), WEIGHT));
    assertUniform(1 / Math.sqrt(100), draw(Init.defaultBias(100), Shape.of(10_000)));
    assertArrayEquals(new double[] {0, 0}, draw(Init.defaultBias(0), Shape.of(2)));
  }

  @Test
  void fansNeedTwoAxes() {
    assertRefused(
        "xavierUniform needs a weight [out, in, ...], of 2 or more axes; found [8]. Use zeros,"
            + " normal or uniform there.",
        Init.xavierUniform(),
        8);
    assertRefused(
        "orthogonal needs a weight [out, in, ...], of 2 or more axes; found []. Use zeros, normal"
            + " or uniform there.",
        Init.orthogonal());
  }

  // ---- by structure

  @ParameterizedTest
  @CsvSource({"5, 5", "3, 7", "7, 3", "1, 4", "64, 48"})
  void orthogonalRowsOrColumnsAreOrthonormal(long rows, long columns) {
    var q = Init.orthogonal(2).initialize(Shape.of(rows, columns), DType.FLOAT64, Key.of(1));
    var product = rows <= columns ? q.matmul(q.t()) : q.t().matmul(q);
    var values = product.toDoubleArray();
    int n = (int) Math.min(rows, columns);
    for (int i = 0; i < values.length; i++) {
      assertEquals(i / n == i % n ? 4 : 0, values[i], 1e-14);
    }
  }

  @Test
  void orthogonalCountsFurtherAxesAsOne() {
    var q = Init.orthogonal().initialize(Shape.of(4, 2, 3), DType.FLOAT64, Key.of(1)).reshape(4, 6);
    var values = q.matmul(q.t()).toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      assertEquals(i / 4 == i % 4 ? 1 : 0, values[i], 1e-14);
    }
  }

  /// Of a matrix that is uniform among all orthogonal ones, any entry has mean 0 and variance 1 /
  /// n.
  @Test
  void orthogonalIsDrawnFromAll() {
    var corner = new double[500];
    for (int i = 0; i < corner.length; i++) {
      var q = Init.orthogonal().initialize(Shape.of(3, 3), DType.FLOAT64, KEY.fold(i));
      corner[i] = q.get(0, 0).item();
    }
    assertMoments(0, Math.sqrt(1.0 / 3), corner);
  }

  @Test
  void eyeHasOnesOnItsDiagonal() {
    assertArrayEquals(new double[] {1, 0, 0, 0, 1, 0}, draw(Init.eye(), Shape.of(2, 3)));
    assertArrayEquals(new double[] {1, 0, 0, 1, 0, 0}, draw(Init.eye(), Shape.of(3, 2)));
    assertRefused("eye needs a matrix [out, in]; found [2, 3, 4].", Init.eye(), 2, 3, 4);
  }

  @Test
  void diracHandsChannelsThrough() {
    assertArrayEquals(
        new double[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0}, draw(Init.dirac(), Shape.of(2, 2, 3)));
    var window = draw(Init.dirac(), Shape.of(1, 1, 3, 4));
    assertEquals(1, window[1 * 4 + 2]);
    assertEquals(1, Arrays.stream(window).sum());
  }

  @Test
  void diracStartsAgainInEveryGroup() {
    assertArrayEquals(
        new double[] {1, 0, 0, 1, 1, 0, 0, 1}, draw(Init.dirac(2), Shape.of(4, 2, 1)));
    assertArrayEquals(new double[] {1, 0, 0, 1, 0, 0}, draw(Init.dirac(), Shape.of(3, 2, 1)));
    assertRefused(
        "dirac needs a weight [out, in, ...] of 3 to 5 axes, out a multiple of 2 groups; found [3,"
            + " 2, 1].",
        Init.dirac(2),
        3,
        2,
        1);
    assertRefused(
        "dirac needs a weight [out, in, ...] of 3 to 5 axes, out a multiple of 1 groups; found [3,"
            + " 2].",
        Init.dirac(),
        3,
        2);
  }

  @Test
  void sparseHasTheSameNumberOfZerosInEveryColumn() {
    var w = Init.sparse(0.25, 0.1).initialize(Shape.of(10, 50), DType.FLOAT32, Key.of(1));
    var values = w.toDoubleArray();
    var zerosInRow = new int[10];
    for (int column = 0; column < 50; column++) {
      int zeros = 0;
      for (int row = 0; row < 10; row++) {
        if (values[row * 50 + column] == 0) {
          zeros++;
          zerosInRow[row]++;
        }
      }
      assertEquals(3, zeros); // ceil(0.25 10)
    }
    assertTrue(Arrays.stream(zerosInRow).allMatch(n -> n > 0), Arrays.toString(zerosInRow));
    assertMoments(0, 0.1, Arrays.stream(values).filter(x -> x != 0).toArray());
  }

  @Test
  void sparseGoesFromNoneToAll() {
    assertTrue(all(draw(Init.sparse(0, 1), Shape.of(4, 4)), x -> x != 0));
    assertTrue(all(draw(Init.sparse(1, 1), Shape.of(4, 4)), x -> x == 0));
    var e = assertThrows(IllegalArgumentException.class, () -> Init.sparse(1.5, 1));
    assertEquals("sparse needs a sparsity of 0 to 1; found 1.5.", e.getMessage());
  }

  @Test
  void aCustomInitialiserIsALambda() {
    Initializer large =
        (shape, dtype, key) -> {
          var w = Tensor.uniform(key, shape, -10, 10);
          return w.times(w.abs().ge(5).to(dtype));
        };
    var values = draw(large, WEIGHT);
    assertTrue(all(values, x -> x == 0 || (Math.abs(x) >= 5 && Math.abs(x) <= 10)));
    double zeros = Arrays.stream(values).filter(x -> x == 0).count() / 20_000.0;
    assertEquals(0.5, zeros, 0.02);
  }
}
