package io.ligature.nn;

import static io.ligature.nn.Example.assertClose;
import static io.ligature.nn.Example.assertMessage;
import static io.ligature.nn.Example.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNormTest {
  private static final double EPS = 1e-5;

  /// The formula, row by row.
  private static double[] expected(double[] x, double[] w, double[] b, double eps, boolean centre) {
    var y = new double[x.length];
    int n = w.length;
    for (int row = 0; row < x.length; row += n) {
      double mean = centre ? Arrays.stream(x, row, row + n).sum() / n : 0;
      double variance = 0;
      for (int i = row; i < row + n; i++) {
        variance += (x[i] - mean) * (x[i] - mean) / n;
      }
      for (int i = row; i < row + n; i++) {
        y[i] = (x[i] - mean) / Math.sqrt(variance + eps) * w[i - row] + b[i - row];
      }
    }
    return y;
  }

  private static double[] values(Parameter parameter) {
    return parameter.data().toDoubleArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3,5", "2,3,5", "1", "4,1"})
  void isTheFormulaOverTheLastAxes(String extents) {
    var over = Shape.of(Arrays.stream(extents.split(",")).mapToLong(Long::parseLong).toArray());
    var layer = Example.drawn(new LayerNorm(over));
    var shape = over.insert(0, 3).insert(0, 2);
    var x = Example.of(shape.toArray());
    var y = layer.apply(x);
    assertEquals(shape, y.shape());
    assertClose(
        expected(x.toDoubleArray(), values(layer.weight()), values(layer.bias()), EPS, true), y);
  }

  @Test
  void withoutParametersItOnlyNormalises() {
    var x = Example.of(4, 6);
    var ones = new double[6];
    Arrays.fill(ones, 1);
    var plain = new LayerNorm(Shape.of(6), 0.25, false, false);
    assertClose(expected(x.toDoubleArray(), ones, new double[6], 0.25, true), plain.apply(x));
    assertEquals(List.of(), Example.names(plain));
    var weightOnly = Example.drawn(new LayerNorm(Shape.of(6), EPS, true, false));
    var w = values(weightOnly.weight());
    assertClose(expected(x.toDoubleArray(), w, new double[6], EPS, true), weightOnly.apply(x));
    assertEquals(List.of("weight"), Example.names(weightOnly));
  }

  @Test
  void aNewOneHasWeightsOf1AndBiasesOf0AsInPyTorch() {
    var layer = new LayerNorm(3);
    assertEquals(List.of("weight", "bias"), Example.names(layer));
    assertArrayEquals(new double[] {1, 1, 1}, values(layer.weight()));
    assertArrayEquals(new double[] {0, 0, 0}, values(layer.bias()));
  }

  @Test
  void largeMeansCostNoDigits() {
    var x = Tensor.of(new double[] {1e8 + 1, 1e8 + 2, 1e8 + 3});
    var y = new LayerNorm(3).apply(x).toDoubleArray();
    double root = Math.sqrt(1.5);
    assertArrayEquals(new double[] {-root, 0, root}, y, 1e-4);
  }

  @Test
  void rmsIsTheFormulaWithoutMean() {
    var layer = Example.drawn(new RMSNorm(Shape.of(2, 3), OptionalDouble.of(0.5), true));
    var x = Example.of(4, 2, 3);
    var expected = expected(x.toDoubleArray(), values(layer.weight()), new double[6], 0.5, false);
    assertClose(expected, layer.apply(x));
    assertEquals(List.of("weight"), Example.names(layer));
  }

  @Test
  void rmsTakesItsEpsFromTheTypeAsInPyTorch() {
    var x = Tensor.of(new double[] {1e-9, 1e-9});
    double inDoubles = 1e-9 / Math.sqrt(1e-18 + Math.ulp(1.0));
    assertArrayEquals(
        new double[] {inDoubles, inDoubles},
        new RMSNorm(Shape.of(2), OptionalDouble.empty(), false).apply(x).toDoubleArray(),
        1e-15);
    double inFloats = 1e-9 / Math.sqrt(1e-18 + Math.ulp(1f));
    assertArrayEquals(
        new double[] {inFloats, inFloats},
        new RMSNorm(2).apply(x.to(DType.FLOAT32)).toDoubleArray(),
        1e-12);
    assertArrayEquals(
        new RMSNorm(2).apply(x.to(DType.FLOAT32)).toDoubleArray(),
        new RMSNorm(2, Math.ulp(1f)).apply(x.to(DType.FLOAT32)).toDoubleArray());
  }

  /// A group of a sample is a row of the formula whose weights are those of its channels.
  @ParameterizedTest
  @CsvSource({"1, 6", "2, 6", "3, 6", "6, 6"})
  void groupNormIsTheFormulaOverTheGroupsOfASample(int groups, int channels) {
    var layer = Example.drawn(new GroupNorm(groups, channels));
    int members = channels / groups * 3 * 5;
    var x = Example.of(2, channels, 3, 5);
    var w = layer.weight().data().reshape(channels, 1).expand(channels, 15).toDoubleArray();
    var b = layer.bias().data().reshape(channels, 1).expand(channels, 15).toDoubleArray();
    var all = x.toDoubleArray();
    var expected = new double[all.length];
    for (int row = 0; row < all.length; row += members) {
      int first = row % (channels * 15);
      var part =
          expected(
              Arrays.copyOfRange(all, row, row + members),
              Arrays.copyOfRange(w, first, first + members),
              Arrays.copyOfRange(b, first, first + members),
              EPS,
              true);
      System.arraycopy(part, 0, expected, row, members);
    }
    assertClose(expected, layer.apply(x));
    assertEquals(List.of("weight", "bias"), Example.names(layer));
  }

  @Test
  void groupNormTakesSamplesWithoutFurtherAxesAndNone() {
    assertEquals(Shape.of(3, 4), new GroupNorm(2, 4).apply(Tensor.ones(3, 4)).shape());
    assertEquals(Shape.of(0, 4, 2), new GroupNorm(2, 4).apply(Tensor.ones(0, 4, 2)).shape());
    var plain = new GroupNorm(2, 4, 0.1, false);
    assertEquals(List.of(), Example.names(plain));
    assertEquals(Shape.of(3, 4), plain.apply(Tensor.ones(3, 4)).shape());
  }

  static List<Block> everyKind() {
    return List.of(
        new LayerNorm(Shape.of(3, 2)),
        new LayerNorm(Shape.of(2), 0.1, false, false),
        new RMSNorm(Shape.of(3, 2), OptionalDouble.of(0.1), true),
        new RMSNorm(Shape.of(2), OptionalDouble.of(0.1), false),
        new GroupNorm(2, 4),
        new GroupNorm(4, 4, 0.1, false));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void gradientsAgreeWithCentralDifferences(Block layer) {
    Example.checkGradients(Example.drawn(layer), Example.of(2, 4, 3, 2));
  }

  @Test
  void lazyBeginsAndComputesAsEagerBitForBit() {
    var x = Tensor.rand(Key.of(2), Shape.of(2, 4, 6));
    for (var pair :
        new Block[][] {
          {new LazyLayerNorm(), new LayerNorm(6)},
          {new LazyLayerNorm(0.5, false), new LayerNorm(Shape.of(6), 0.5, true, false)},
          {new LazyRMSNorm(), new RMSNorm(6)},
          {new LazyRMSNorm(0.5), new RMSNorm(6, 0.5)},
          {new LazyGroupNorm(2), new GroupNorm(2, 4)},
          {new LazyGroupNorm(2, 0.5), new GroupNorm(2, 4, 0.5, true)}
        }) {
      assertFalse(pair[0].isInitialized());
      assertArrayEquals(pair[1].apply(x).toFloatArray(), pair[0].apply(x).toFloatArray());
      assertEquals(pair[1].parameters().names(), pair[0].parameters().names());
    }
  }

  @Test
  void otherInputsAreRefusedWithThePath() {
    var x = Tensor.zeros(2, 3, 4);
    assertRefused(
        "LayerNorm needs x (..., 5); found [2, 3, 4]. Reshape x, or build the layer for its last"
            + " extents.",
        new LayerNorm(5),
        x);
    assertRefused(
        "LayerNorm needs x (..., 2, 3, 4, 5); found [2, 3, 4]. Reshape x, or build the layer for"
            + " its last extents.",
        new LayerNorm(Shape.of(2, 3, 4, 5), 0.1, false, false),
        x);
    assertRefused(
        "LayerNorm needs x (..., ?); found []. Reshape x, or build the layer for its last extents.",
        new LazyLayerNorm(),
        Tensor.of(1f));
    assertRefused(
        "RMSNorm needs x (..., 5); found [2, 3, 4]. Reshape x, or build the layer for its last"
            + " extents.",
        new RMSNorm(5),
        x);
    assertRefused(
        "GroupNorm needs x (N, 4, ...); found [2, 3, 4]. Reshape x, or build the layer for its"
            + " channels.",
        new GroupNorm(2, 4),
        x);
    assertRefused(
        "GroupNorm needs x (N, C, ...); found [2]. Reshape x, or build the layer for its channels.",
        new LazyGroupNorm(2),
        Tensor.zeros(2));
    assertRefused(
        "GroupNorm needs channels in 2 groups of one size; found x (2, 3, 4). Choose a number of"
            + " groups that divides 3.",
        new LazyGroupNorm(2),
        x);
  }

  @Test
  void numbersOutsideTheirRangesAreRefused() {
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    assertMessage(
        "LayerNorm needs an eps of 0 or more, and finite; found -1.0.",
        type,
        () -> new LazyLayerNorm(-1, true));
    assertMessage(
        "RMSNorm needs an eps of 0 or more, and finite; found NaN.",
        type,
        () -> new RMSNorm(2, Double.NaN));
    assertMessage(
        "GroupNorm needs an eps of 0 or more, and finite; found Infinity.",
        type,
        () -> new LazyGroupNorm(2, Double.POSITIVE_INFINITY));
    assertMessage(
        "LayerNorm normalises over one axis or more; found 0.",
        type,
        () -> new LayerNorm(Shape.of()));
    assertMessage(
        "RMSNorm normalises over one axis or more; found 0.",
        type,
        () -> new RMSNorm(Shape.of(), OptionalDouble.empty(), true));
    assertMessage("GroupNorm needs 1 group or more; found 0.", type, () -> new GroupNorm(0, 4));
    assertMessage(
        "GroupNorm needs channels in 3 groups of one size; found 4 channels. Choose numbers that"
            + " divide.",
        type,
        () -> new GroupNorm(3, 4));
    assertMessage(
        "GroupNorm needs a number of channels of 0 or more; found -1.",
        type,
        () -> new GroupNorm(1, -1));
    assertMessage(
        "A shape needs extents of 0 or more; found [-2].",
        ShapeException.class,
        () -> new LayerNorm(-2));
  }

  @Test
  void theOperationsRefuseParametersOfOtherShapes() {
    var x = Tensor.zeros(2, 3);
    assertMessage(
        "LayerNorm needs w (3); found w (2). Give one number for each element of the last axes of"
            + " x.",
        ShapeException.class,
        () -> Dispatch.execute(new io.ligature.op.LayerNorm(1, EPS), x, Tensor.ones(2)));
    assertMessage(
        "GroupNorm needs b (3); found b (2). Give one number a channel.",
        ShapeException.class,
        () ->
            Dispatch.execute(
                new io.ligature.op.GroupNorm(1, EPS), x, Tensor.ones(3), Tensor.ones(2)));
    assertMessage(
        "RMSNorm needs x of 3 axes or more; found x (2, 3). Reshape it, or normalise over fewer.",
        ShapeException.class,
        () -> Dispatch.execute(new io.ligature.op.RmsNorm(3, EPS), x));
    assertMessage(
        "GroupNorm needs x (N, C, ...); found x (3). Give it axes of samples and channels.",
        ShapeException.class,
        () -> Dispatch.execute(new io.ligature.op.GroupNorm(1, EPS), Tensor.zeros(3)));
  }

  @Test
  void aLayerWithoutParametersSaysSo() {
    assertMessage(
        "LayerNorm(2, 3, no weight) was made without a bias.",
        IllegalStateException.class,
        () -> new LayerNorm(Shape.of(2, 3), EPS, false, true).bias());
    assertEquals("LayerNorm(4, no bias)", new LayerNorm(Shape.of(4), 0, true, false).toString());
    assertEquals("LazyLayerNorm(?)", new LazyLayerNorm().toString());
    assertEquals("RMSNorm(4)", new RMSNorm(4).toString());
    assertEquals("LazyGroupNorm(2, ?)", new LazyGroupNorm(2).toString());
    assertEquals("GroupNorm(2, 4, no weight)", new GroupNorm(2, 4, 0, false).toString());
  }

  @Test
  void mixedTypesAreComputedInTheWider() {
    assertEquals(DType.FLOAT64, new LayerNorm(2).apply(Example.of(3, 2)).dtype());
    assertEquals(
        DType.FLOAT32, new LayerNorm(2).apply(Tensor.ones(3, 2).to(DType.FLOAT16)).dtype());
    assertEquals(DType.FLOAT32, new RMSNorm(2).apply(Tensor.ones(3, 2).to(DType.UINT8)).dtype());
  }
}
