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
import io.ligature.autograd.Grad;
import io.ligature.op.BatchNorm;
import io.ligature.op.BatchNormInference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNormTest {
  private static final BatchNormOptions PLAIN = BatchNormOptions.DEFAULT;
  private static final List<String> BUFFERS =
      List.of("running_mean", "running_var", "num_batches_tracked");

  /// The values of channel `c` of (N, C, ...), sample after sample.
  private static double[] channel(Tensor x, int c) {
    return x.select(1, c).toDoubleArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /// The sum of squared distances from the mean, by so many.
  private static double variance(double[] values, int by) {
    double sum = 0;
    for (double value : values) {
      sum += (value - mean(values)) * (value - mean(values));
    }
    return sum / by;
  }

  private static double[] buffer(Block layer, String name) {
    return layer.buffer(name).data().toDoubleArray();
  }

  private static Block layer(int rank, BatchNormOptions options) {
    return rank == 4 ? new BatchNorm2d(3, options) : new BatchNorm1d(3, options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5,3", "4,3,6", "2,3,4,5", "2,3,1,1"})
  void inTrainingItIsTheFormulaOverTheBatch(String extents) {
    var x = Example.of(ConvTest.extents(extents)).times(3).plus(2);
    var layer = Example.drawn(layer(x.rank(), PLAIN.eps(0.25)));
    var w = layer.parameter("weight").data().toDoubleArray();
    var b = layer.parameter("bias").data().toDoubleArray();
    var y = layer.apply(x);
    for (int c = 0; c < 3; c++) {
      var values = channel(x, c);
      var expected = values.clone();
      for (int i = 0; i < expected.length; i++) {
        double centred = values[i] - mean(values);
        expected[i] = centred / Math.sqrt(variance(values, values.length) + 0.25) * w[c] + b[c];
      }
      assertClose(expected, y.select(1, c));
    }
  }

  @Test
  void everyBatchEntersTheStatisticsWithAnUnbiasedVariance() {
    var layer = new BatchNorm2d(3, PLAIN.momentum(0.3));
    layer.to(DType.FLOAT64);
    var m = new double[] {0, 0, 0};
    var v = new double[] {1, 1, 1};
    for (int batch = 1; batch <= 3; batch++) {
      var x = Example.by(batch, 2, 3, 4, 5).plus(batch);
      layer.apply(x);
      for (int c = 0; c < 3; c++) {
        var values = channel(x, c);
        m[c] = 0.7 * m[c] + 0.3 * mean(values);
        v[c] = 0.7 * v[c] + 0.3 * variance(values, values.length - 1);
      }
      assertArrayEquals(m, buffer(layer, "running_mean"), 1e-12);
      assertArrayEquals(v, buffer(layer, "running_var"), 1e-12);
      assertArrayEquals(new double[] {batch}, buffer(layer, "num_batches_tracked"));
    }
  }

  @Test
  void withoutMomentumTheStatisticsAreTheMeanOverAllBatches() {
    var layer = new BatchNorm1d(3, PLAIN.cumulative());
    layer.to(DType.FLOAT64);
    var means = new double[3];
    var variances = new double[3];
    for (int batch = 1; batch <= 4; batch++) {
      var x = Example.by(batch, 5, 3);
      layer.apply(x);
      for (int c = 0; c < 3; c++) {
        means[c] += mean(channel(x, c)) / 4;
        variances[c] += variance(channel(x, c), 4) / 4;
      }
    }
    assertArrayEquals(means, buffer(layer, "running_mean"), 1e-12);
    assertArrayEquals(variances, buffer(layer, "running_var"), 1e-12);
  }

  @Test
  void inInferenceItIsTheFormulaWithTheRunningStatistics() {
    var layer = Example.drawn(new BatchNorm2d(3, PLAIN.eps(0.5)));
    layer.buffer("running_mean").set(Tensor.of(1.0, 2.0, 3.0));
    layer.buffer("running_var").set(Tensor.of(0.25, 4.0, 1.5));
    layer.eval();
    var x = Example.of(2, 3, 2, 2);
    var w = layer.weight().data().toDoubleArray();
    var b = layer.bias().data().toDoubleArray();
    var y = layer.apply(x);
    var m = new double[] {1, 2, 3};
    var v = new double[] {0.25, 4, 1.5};
    for (int c = 0; c < 3; c++) {
      var expected = channel(x, c);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (expected[i] - m[c]) / Math.sqrt(v[c] + 0.5) * w[c] + b[c];
      }
      assertClose(expected, y.select(1, c));
    }
    assertArrayEquals(m, buffer(layer, "running_mean"));
    assertArrayEquals(new double[] {0}, buffer(layer, "num_batches_tracked"));
  }

  @Test
  void predictUsesTheRunningStatisticsWhateverTheMode() {
    var layer = new BatchNorm1d(2, PLAIN.eps(0));
    var x = Tensor.of(new float[] {1, 2, 3, 4, 5, 7}, 3, 2);
    assertArrayEquals(x.toFloatArray(), layer.predict(x).toFloatArray());
    assertArrayEquals(new double[] {0}, buffer(layer, "num_batches_tracked"));
  }

  @Test
  void withoutStatisticsInferenceNormalisesTheBatchToo() {
    var layer = new BatchNorm1d(3, PLAIN.tracks(false).affine(false));
    assertEquals(List.of(), Example.names(layer));
    assertEquals(List.of(), List.copyOf(layer.buffers().keySet()));
    var x = Example.of(6, 3);
    var trained = layer.apply(x).toDoubleArray();
    layer.eval();
    assertArrayEquals(trained, layer.apply(x).toDoubleArray());
  }

  @Test
  void namesOrderAndFirstValuesArePyTorchs() {
    var layer = new BatchNorm2d(2);
    layer.materialize();
    assertEquals(List.of("weight", "bias"), Example.names(layer));
    assertEquals(BUFFERS, List.copyOf(layer.buffers().keySet()));
    assertEquals(
        List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked"),
        List.copyOf(layer.stateDict().names()));
    assertArrayEquals(new double[] {1, 1}, layer.weight().data().toDoubleArray());
    assertArrayEquals(new double[] {0, 0}, layer.bias().data().toDoubleArray());
    assertArrayEquals(new double[] {0, 0}, buffer(layer, "running_mean"));
    assertArrayEquals(new double[] {1, 1}, buffer(layer, "running_var"));
    assertEquals(DType.INT64, layer.buffer("num_batches_tracked").dtype());
    assertEquals(Shape.of(), layer.buffer("num_batches_tracked").shape());
  }

  @Test
  void statisticsAreSavedAndLoaded(@TempDir Path folder) {
    var layer = new BatchNorm1d(3);
    layer.apply(Example.of(5, 3).to(DType.FLOAT32));
    layer.save(folder.resolve("norm.safetensors"));
    var lazy = new LazyBatchNorm1d();
    lazy.load(folder.resolve("norm.safetensors"));
    for (var name : BUFFERS) {
      assertArrayEquals(buffer(layer, name), buffer(lazy, name));
    }
  }

  @Test
  void aCopyHasStatisticsOfItsOwn() {
    var layer = new BatchNorm1d(3);
    layer.apply(Example.of(5, 3));
    var before = buffer(layer, "running_mean");
    var copy = layer.copy();
    copy.apply(Example.of(5, 3).plus(1));
    assertArrayEquals(before, buffer(layer, "running_mean"));
    assertArrayEquals(new double[] {1}, buffer(layer, "num_batches_tracked"));
    assertArrayEquals(new double[] {2}, buffer(copy, "num_batches_tracked"));
  }

  @Test
  void theFunctionalFormReturnsTheStatisticsInsteadOfKeepingThem() {
    var layer = new BatchNorm1d(3);
    layer.materialize();
    var x = Example.of(5, 3);
    var applied = layer.applyWithState(layer.params(), x);
    assertArrayEquals(new double[] {0, 0, 0}, buffer(layer, "running_mean"));
    var expected = new double[3];
    for (int c = 0; c < 3; c++) {
      expected[c] = 0.1 * mean(channel(x, c));
    }
    assertArrayEquals(expected, applied.buffers().get("running_mean").toDoubleArray(), 1e-7);
  }

  @Test
  void gradientsAgreeWithCentralDifferences() {
    var x = Example.of(3, 2, 2);
    var w = Example.by(1, 2);
    var b = Example.by(2, 2);
    for (int result = 0; result < 3; result++) {
      int wanted = result;
      Grad.check(in -> Dispatch.executeAll(new BatchNorm(0.1), in)[wanted], x, w, b);
    }
    Grad.check(in -> Dispatch.execute(new BatchNorm(0.1), in), x);
    Grad.check(
        in -> Dispatch.execute(new BatchNormInference(0.1), in), x, w, b.square(), w.plus(1), b);
    Example.checkGradients(Example.drawn(new BatchNorm1d(2)), x);
    var trained = Example.drawn(new BatchNorm1d(2));
    trained.apply(x);
    trained.eval();
    Example.checkGradients(trained, x);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void lazyBeginsAndComputesAsEagerBitForBit(boolean affine, boolean tracks) {
    var options = PLAIN.affine(affine).tracks(tracks);
    var x = Tensor.rand(Key.of(2), Shape.of(2, 4, 3));
    var image = x.unsqueeze(-1);
    Block[][] pairs = {
      {new LazyBatchNorm1d(options), new BatchNorm1d(4, options)},
      {new LazyBatchNorm2d(options), new BatchNorm2d(4, options)}
    };
    for (var pair : pairs) {
      assertEquals(affine || tracks, !pair[0].isInitialized());
      var in = pair[0] instanceof BatchNorm2d ? image : x;
      assertArrayEquals(pair[1].apply(in).toFloatArray(), pair[0].apply(in).toFloatArray());
      assertEquals(pair[1].parameters().names(), pair[0].parameters().names());
      assertEquals(pair[1].buffers().keySet(), pair[0].buffers().keySet());
      for (var name : pair[1].buffers().keySet()) {
        assertArrayEquals(buffer(pair[1], name), buffer(pair[0], name));
      }
    }
  }

  @Test
  void findingShapesCountsNoBatch() {
    var net = new Sequential(new LazyConv2d(4, 3), new LazyBatchNorm2d());
    net.materialize(Shape.of(1, 2, 5, 5));
    assertEquals(Shape.of(4), net.buffer("1.running_mean").shape());
    assertArrayEquals(new double[] {0}, buffer(net, "1.num_batches_tracked"));
    assertFalse(net.summary(Shape.of(1, 2, 3, 3)).isEmpty()); // one value a channel
    assertArrayEquals(new double[] {0}, buffer(net, "1.num_batches_tracked"));
  }

  @Test
  void otherInputsAreRefusedWithThePath() {
    assertRefused(
        "BatchNorm1d needs x (N, 3) or (N, 3, L); found [2, 4]. Build the layer for its channels.",
        new BatchNorm1d(3),
        Tensor.ones(2, 4));
    assertRefused(
        "BatchNorm1d needs x (N, C) or (N, C, L); found [4]. Reshape it to 3 axes.",
        new LazyBatchNorm1d(),
        Tensor.ones(4));
    assertRefused(
        "BatchNorm2d needs x (N, 3, H, W); found [2, 3, 4]. Reshape it to 4 axes.",
        new BatchNorm2d(3, PLAIN.affine(false)),
        Tensor.ones(2, 3, 4));
    assertRefused(
        "BatchNorm2d needs x (N, 3, H, W); found [2, 4, 1, 1]. Build the layer for its channels.",
        new BatchNorm2d(3, PLAIN.affine(false).tracks(false)),
        Tensor.ones(2, 4, 1, 1));
    assertRefused(
        "BatchNorm1d needs 2 or more values a channel, to tell their variance; found x [1, 3]. Give"
            + " it more samples, or call eval() first to use the running statistics.",
        new BatchNorm1d(3),
        Tensor.ones(1, 3));
    assertRefused(
        "BatchNorm2d needs 2 or more values a channel, to tell their variance; found x [0, 3, 2,"
            + " 2]. Give it more samples, or call eval() first to use the running statistics.",
        new BatchNorm2d(3),
        Tensor.ones(0, 3, 2, 2));
  }

  @Test
  void theOperationsRefuseOtherOperands() {
    var x = Tensor.ones(2, 3);
    var three = Tensor.ones(3);
    assertMessage(
        "BatchNorm needs x (N, C, ...); found x (3). Give it axes of samples and channels.",
        ShapeException.class,
        () -> Dispatch.executeAll(new BatchNorm(0), three));
    assertMessage(
        "BatchNorm needs b (3); found b (2). Give one number a channel.",
        ShapeException.class,
        () -> Dispatch.executeAll(new BatchNorm(0), x, three, Tensor.ones(2)));
    var names = List.of("m", "v", "w", "b");
    for (int wrong = 0; wrong < 4; wrong++) {
      var operands = new Tensor[] {x, three, three, three, three};
      operands[wrong + 1] = Tensor.ones(3, 1);
      assertMessage(
          "BatchNormInference needs %1$s (3); found %1$s (3, 1). Give one number a channel."
              .formatted(names.get(wrong)),
          ShapeException.class,
          () -> Dispatch.execute(new BatchNormInference(0), operands));
    }
  }

  @Test
  void numbersOutsideTheirRangesAreRefused() {
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    assertMessage(
        "BatchNorm needs an eps of 0 or more, and finite; found -1.0.", type, () -> PLAIN.eps(-1));
    for (double momentum : new double[] {-0.1, 1.5, Double.NaN}) {
      assertMessage(
          "BatchNorm needs a momentum of 0 to 1; found %s.".formatted(momentum),
          type,
          () -> PLAIN.momentum(momentum));
    }
    assertMessage(
        "BatchNorm1d needs a number of channels of 0 or more; found -2.",
        type,
        () -> new BatchNorm1d(-2));
    assertMessage(
        "BatchNorm2d needs a number of channels of 0 or more; found -1.",
        type,
        () -> new BatchNorm2d(-1));
    assertMessage(
        "BatchNormInference needs an eps of 0 or more, and finite; found NaN.",
        type,
        () -> new BatchNormInference(Double.NaN));
  }

  @Test
  void printsWhatIsNotAsUsual() {
    assertEquals("BatchNorm2d(6)", new BatchNorm2d(6).toString());
    assertEquals("LazyBatchNorm1d(?)", new LazyBatchNorm1d().toString());
    assertEquals(
        "BatchNorm1d(6, eps 0.1, momentum 0.5, no weight, no statistics)",
        new BatchNorm1d(6, PLAIN.eps(0.1).momentum(0.5).affine(false).tracks(false)).toString());
    assertEquals("BatchNorm1d(6, cumulative)", new BatchNorm1d(6, PLAIN.cumulative()).toString());
    assertMessage(
        "BatchNorm1d(6, no weight) was made without a bias.",
        IllegalStateException.class,
        () -> new BatchNorm1d(6, PLAIN.affine(false)).bias());
  }
}
