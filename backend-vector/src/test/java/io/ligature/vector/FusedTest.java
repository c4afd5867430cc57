package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Attention;
import io.ligature.op.AvgPool;
import io.ligature.op.Backward;
import io.ligature.op.BatchNorm;
import io.ligature.op.Conv;
import io.ligature.op.CrossEntropy;
import io.ligature.op.Dropout;
import io.ligature.op.Embedding;
import io.ligature.op.FusedOp;
import io.ligature.op.Gelu;
import io.ligature.op.GroupNorm;
import io.ligature.op.LayerNorm;
import io.ligature.op.Linear;
import io.ligature.op.LogSoftmax;
import io.ligature.op.LossReduction;
import io.ligature.op.MaxPool;
import io.ligature.op.RmsNorm;
import io.ligature.op.Silu;
import io.ligature.op.Softmax;
import io.ligature.op.Window;
import io.ligature.spi.Backend;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Fused kernels beside what they mean: the decomposition, and its gradient, in double on the plain
/// backend.
class FusedTest {
  private static final Device PLAIN = Device.of("cpu");
  private static final Backend BACKEND = new VectorBackend(new Team(2));

  /// What roundings of sums of some hundred products may come to, as a share of the largest.
  private static final double NEAR = 32 * 0x1p-23;

  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  record Case(String name, FusedOp op, Tensor... inputs) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Tensor normal(long... shape) {
    return PLAIN.with(() -> Tensor.randn(shape));
  }

  /// {@return W (out, in) so small that results are about 1, as activations want them}
  private static Tensor weights(long out, long in) {
    return normal(out, in).times(1 / Math.sqrt(in));
  }

  static Stream<Case> cases() {
    var cases = new ArrayList<Case>();
    for (var f : Linear.Activation.values()) {
      var op = new Linear(f);
      cases.add(new Case("linear " + f, op, normal(9, 40), weights(35, 40), normal(35)));
      cases.add(new Case("linear without bias " + f, op, normal(70, 33), weights(20, 33)));
      cases.add(new Case("linear of one row " + f, op, normal(300), weights(65, 300), normal(65)));
      cases.add(new Case("linear tiny " + f, op, normal(2, 4), weights(3, 4), normal(3)));
      cases.add(
          new Case("linear, several axes " + f, op, normal(3, 5, 32), weights(64, 32), normal(64)));
      cases.add(
          new Case(
              "linear, odd strides " + f,
              op,
              normal(40, 7, 2).permute(2, 1, 0),
              weights(40, 18).t(),
              normal(36).slice(0, 0, 36, 2)));
      cases.add(new Case("linear, cut " + f, op, normal(130, 150), weights(600, 150), normal(600)));
    }
    for (var shape : List.of(new long[] {7, 10}, new long[] {3, 65}, new long[] {500, 100})) {
      for (int axis = 0; axis < 2; axis++) {
        cases.add(new Case("softmax " + axis, new Softmax(axis), normal(shape)));
        cases.add(new Case("logSoftmax " + axis, new LogSoftmax(axis), normal(shape).times(5)));
        cases.add(new Case("softmax, transposed", new Softmax(axis), normal(shape).t()));
      }
    }
    cases.add(new Case("softmax of three axes", new Softmax(1), normal(4, 19, 5)));
    cases.add(new Case("softmax of a scalar's shape", new Softmax(0), normal(1)));
    for (var reduction : LossReduction.values()) {
      for (double smoothing : new double[] {0, 0.1}) {
        var op = new CrossEntropy(smoothing, 2, reduction); // 2 is skipped
        var y = PLAIN.with(() -> Tensor.of(new long[] {0, 2, 16, 5, 2, 1}));
        var name = "crossEntropy " + reduction + " " + smoothing;
        cases.add(new Case(name, op, normal(6, 17), y));
        cases.add(new Case(name + " transposed", op, normal(17, 6).t(), y));
        cases.add(new Case(name + " weights", op, normal(6, 17), y, normal(17).abs()));
      }
    }
    norms(cases);
    others(cases);
    attention(cases);
    windows(cases);
    return cases.stream();
  }

  private static void windows(List<Case> cases) {
    var three = Window.of(3);
    var five = Window.of(5);
    for (int groups : new int[] {1, 2}) {
      for (var w :
          List.of(three, three.padding(1), three.stride(2).padding(2, 0), three.dilation(2))) {
        var op = new Conv(List.of(w, three), groups);
        var name = op + " of few";
        cases.add(new Case(name, op, normal(3, 4, 9, 8), normal(6, 4 / groups, 3, 3), normal(6)));
      }
    }
    cases.add(
        new Case(
            "conv of one axis", new Conv(List.of(five), 1), normal(2, 3, 50), normal(7, 3, 5)));
    cases.add(
        new Case(
            "conv of three axes",
            new Conv(List.of(three.padding(1), three, Window.of(2)), 1),
            normal(2, 3, 4, 5, 6),
            normal(2, 3, 3, 3, 2),
            normal(2)));
    cases.add(
        new Case(
            "conv, cut",
            new Conv(List.of(five.padding(2), five.padding(2)), 1),
            normal(9, 3, 28, 28),
            normal(13, 3, 5, 5),
            normal(13)));
    cases.add(
        new Case(
            "conv, deep",
            new Conv(List.of(three, three.padding(1)), 1),
            normal(5, 60, 7, 7).transpose(2, 3),
            weights(20, 540).reshape(20, 60, 3, 3),
            normal(20)));
    cases.add(
        new Case(
            "conv of points",
            new Conv(List.of(Window.of(1), Window.of(1)), 1),
            normal(2, 8, 6, 6),
            normal(5, 8, 1, 1)));
    cases.add(
        new Case(
            "conv, depthwise",
            new Conv(List.of(three.padding(1), three.padding(1)), 6),
            normal(2, 6, 20, 20),
            normal(6, 1, 3, 3)));
    cases.add(
        new Case(
            "conv, in blocks",
            new Conv(List.of(three.padding(1).dilation(2), five.padding(0, 3)), 2),
            normal(3, 6, 30, 41),
            normal(26, 3, 3, 5),
            normal(26)));
    cases.add(
        new Case(
            "conv, padded beyond its reach",
            new Conv(List.of(three.padding(4), three.padding(3, 0)), 1),
            normal(2, 2, 12, 20),
            normal(9, 2, 3, 3)));
    cases.add(
        new Case(
            "conv of an infinity at the edge",
            new Conv(List.of(three, three), 1),
            infiniteAt(normal(2, 2, 11, 21), 0, 1, 4, 20),
            normal(4, 2, 3, 3)));
    for (var w : List.of(Window.of(2).stride(2), three.stride(2).padding(1), three.dilation(2))) {
      var windows = List.of(w, Window.of(2).stride(2));
      cases.add(new Case("max " + w, new MaxPool(windows), normal(3, 5, 21, 22)));
      cases.add(new Case("mean " + w, new AvgPool(windows, true), normal(3, 5, 21, 22)));
      cases.add(
          new Case(
              "mean of what is there " + w, new AvgPool(windows, false), normal(2, 3, 21, 22)));
    }
    cases.add(new Case("max, cut", new MaxPool(List.of(three, three)), normal(20, 8, 30, 20)));
    cases.add(
        new Case("mean of a line", new AvgPool(List.of(five.stride(2)), true), normal(2, 3, 50)));
    cases.add(new Case("batchNorm", new BatchNorm(1e-5), normal(5, 4, 3, 3)));
    cases.add(
        new Case("batchNorm of rows", new BatchNorm(1e-5), normal(50, 7), normal(7), normal(7)));
    cases.add(
        new Case(
            "batchNorm, cut", new BatchNorm(1e-5), normal(20, 7, 30, 20), normal(7), normal(7)));
  }

  private static void attention(List<Case> cases) {
    for (boolean causal : new boolean[] {false, true}) {
      var op = Attention.ofWidth(16, causal);
      var name = causal ? "causal attention" : "attention";
      cases.add(new Case(name, op, normal(7, 16), normal(9, 16), normal(9, 5)));
      cases.add(
          new Case(
              name + " of heads",
              op,
              normal(2, 4, 33, 16),
              normal(2, 2, 40, 16),
              normal(2, 2, 40, 16)));
      cases.add(
          new Case(
              name + " in blocks",
              op,
              normal(2, 300, 16),
              normal(1, 1100, 16),
              normal(1, 1100, 9)));
      var mask = normal(2, 1, 20, 30).gt(1);
      var q = normal(2, 20, 3, 16).transpose(1, 2);
      var k = normal(2, 30, 3, 16).transpose(1, 2);
      var v = normal(2, 3, 8, 30).transpose(2, 3);
      cases.add(new Case(name + ", masked", op, q, k, v, mask));
      cases.add(new Case(name + ", mask added", op, q, k, v, normal(3, 20, 30)));
      cases.add(new Case(name + ", row added", op, q, k, v, normal(30)));
      var lost =
          PLAIN.with(() -> Tensor.arange(600).ge(0).reshape(1, 600).expand(Shape.of(2, 600)));
      cases.add(
          new Case(
              name + " that sees nothing",
              op,
              normal(2, 16),
              normal(600, 16),
              normal(600, 5),
              lost));
    }
  }

  private static void norms(List<Case> cases) {
    var layer = new LayerNorm(1, 1e-5);
    cases.add(new Case("layerNorm", layer, normal(7, 5)));
    cases.add(new Case("layerNorm, scaled", layer, normal(70, 33), normal(33)));
    cases.add(new Case("layerNorm, cut", layer, normal(300, 200), normal(200), normal(200)));
    cases.add(new Case("layerNorm, transposed", layer, normal(40, 70).t(), normal(40), normal(40)));
    cases.add(
        new Case(
            "layerNorm of two axes", new LayerNorm(2, 1e-3), normal(3, 40, 40), normal(40, 40)));
    cases.add(new Case("rmsNorm", new RmsNorm(1, 1e-5), normal(7, 65)));
    cases.add(new Case("rmsNorm, cut", new RmsNorm(1, 1e-5), normal(300, 200), normal(200)));
    cases.add(new Case("groupNorm", new GroupNorm(2, 1e-5), normal(3, 4, 33)));
    cases.add(new Case("groupNorm without area", new GroupNorm(2, 1e-2), normal(9, 40)));
    cases.add(
        new Case(
            "groupNorm, cut", new GroupNorm(3, 1e-5), normal(5, 9, 40, 40), normal(9), normal(9)));
  }

  private static void others(List<Case> cases) {
    for (var op : List.of(Gelu.EXACT, Gelu.TANH, Silu.OP)) {
      cases.add(new Case(op.toString(), op, normal(3, 19)));
      cases.add(new Case(op + ", cut", op, normal(300, 200).times(4)));
      cases.add(new Case(op + ", transposed", op, normal(30, 20).t()));
      cases.add(new Case(op + " far out", op, PLAIN.with(() -> Tensor.of(-300f, -20f, 40f, 3e8f))));
    }
    cases.add(new Case("dropout", new Dropout(Key.of(1), 0.3), normal(7, 5)));
    cases.add(new Case("dropout, cut", new Dropout(Key.of(2), 0.8), normal(301, 201)));
    cases.add(new Case("dropout, transposed", new Dropout(Key.of(2), 0.8), normal(30, 21).t()));
    cases.add(new Case("embedding", Embedding.OP, normal(10, 33), places(10, 5, 7)));
    cases.add(new Case("embedding, cut", new Embedding(3), normal(10, 333), places(10, 500)));
    cases.add(new Case("embedding, strided", Embedding.OP, normal(9, 4).t(), places(4, 7, 3).t()));
  }

  private static Tensor infiniteAt(Tensor x, long... place) {
    x.set(place, Float.POSITIVE_INFINITY);
    return x;
  }

  private static Tensor places(long rows, long... shape) {
    return PLAIN.with(() -> Tensor.randint(Key.of(5), DType.INT64, Shape.of(shape), 0, rows));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void forwardIsTheDecomposition(Case c) {
    var expected = c.op.decompose(wide(c.inputs));
    check(c.name, expected, run(c.op, c.inputs));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void backwardIsTheGradientOfTheDecomposition(Case c) {
    var results = c.op.decompose(wide(c.inputs));
    var seeds = Arrays.stream(results).map(y -> PLAIN.with(() -> Tensor.randn(y.shape())));
    var narrow = Arrays.stream(results).map(y -> y.to(DType.FLOAT32));
    var operands =
        Stream.of(Arrays.stream(c.inputs), narrow, seeds)
            .flatMap(part -> part)
            .toArray(Tensor[]::new);
    long real = 0;
    for (int i = 0; i < c.inputs.length; i++) {
      real |= c.inputs[i].dtype().isFloating() ? 1L << i : 0;
    }
    for (long wanted = 1; wanted <= real; wanted++) {
      if ((wanted & ~real) == 0) {
        var op = new Backward(c.op, c.inputs.length, results.length, wanted);
        check(c.name + ", gradients", op.decompose(wide(operands)), run(op, operands));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void anyTeamGivesTheSameBits(Case c) {
    var results = run(BACKEND, c.op, c.inputs);
    var y = Arrays.stream(results).map(view -> tensor(Samples.values(view), view.shape()));
    var seeds = Arrays.stream(results).map(view -> PLAIN.with(() -> Tensor.randn(view.shape())));
    var operands =
        Stream.of(Arrays.stream(c.inputs), y, seeds).flatMap(part -> part).toArray(Tensor[]::new);
    long real = 0;
    for (int i = 0; i < c.inputs.length; i++) {
      real |= c.inputs[i].dtype().isFloating() ? 1L << i : 0;
    }
    var gradient = new Backward(c.op, c.inputs.length, results.length, real);
    var gradients = run(BACKEND, gradient, operands);
    for (int threads : new int[] {1, 3}) {
      try (var team = new Team(threads)) {
        var other = new VectorBackend(team);
        same(c.name + " by " + threads, results, run(other, c.op, c.inputs));
        same(c.name + ", gradient by " + threads, gradients, run(other, gradient, operands));
      }
    }
  }

  private static void same(String what, View[] expected, View[] found) {
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(Samples.values(expected[i]), Samples.values(found[i]), what);
    }
  }

  private static Tensor tensor(double[] values, Shape shape) {
    return PLAIN.with(() -> Tensor.of(values).to(DType.FLOAT32).reshape(shape));
  }

  private static Tensor[] wide(Tensor[] tensors) {
    return Arrays.stream(tensors)
        .map(x -> x.dtype().isFloating() ? x.to(DType.FLOAT64) : x)
        .toArray(Tensor[]::new);
  }

  /// Runs the kernel of the vector backend itself, so that nothing can be decomposed instead.
  private static View[] run(FusedOp op, Tensor[] inputs) {
    return run(BACKEND, op, inputs);
  }

  private static View[] run(Backend backend, FusedOp op, Tensor[] inputs) {
    var kernel = backend.fused(op, DType.FLOAT32);
    assertNotNull(kernel, op + " has no kernel");
    var results =
        Arrays.stream(op.infer(inputs))
            .map(type -> Samples.result(type.dtype(), type.shape()))
            .toArray(View[]::new);
    kernel.run(op, Arrays.stream(inputs).map(Tensor::view).toArray(View[]::new), results);
    return results;
  }

  private static void check(String what, Tensor[] expected, View[] found) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i].shape(), found[i].shape(), what);
      var wanted = expected[i].toDoubleArray();
      var values = Samples.values(found[i]);
      double scale = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
      for (int k = 0; k < wanted.length; k++) {
        if (!(Math.abs(wanted[k] - values[k]) <= NEAR * scale)) {
          assertEquals(wanted[k], values[k], what + ", result " + i + ", element " + k);
        }
      }
      assertEquals(-1, Samples.firstChangedOutside(found[i]), what);
    }
  }

  @Test
  void aMeanOverNoSampleIsNaN() {
    var op = new CrossEntropy(0, -100, LossReduction.MEAN);
    var y = PLAIN.with(() -> Tensor.of(new long[] {-100, -100}));
    assertEquals(Double.NaN, Samples.get(run(op, new Tensor[] {normal(2, 3), y})[0], 0));
  }
}
