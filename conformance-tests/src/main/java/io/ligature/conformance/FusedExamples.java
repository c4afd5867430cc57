package io.ligature.conformance;

import static io.ligature.conformance.Given.hidden;
import static io.ligature.conformance.Given.large;
import static io.ligature.conformance.Given.marked;
import static io.ligature.conformance.Given.numbers;
import static io.ligature.conformance.Given.places;
import static io.ligature.conformance.Given.positive;
import static io.ligature.conformance.Given.quarters;
import static io.ligature.conformance.Given.real;
import static io.ligature.conformance.Given.spread;
import static io.ligature.conformance.Given.truths;
import static io.ligature.conformance.Given.uneven;

import io.ligature.Key;
import io.ligature.op.AdamStep;
import io.ligature.op.AdaptiveAvgPool;
import io.ligature.op.AdaptiveMaxPool;
import io.ligature.op.Attention;
import io.ligature.op.AvgPool;
import io.ligature.op.BatchNorm;
import io.ligature.op.BatchNormInference;
import io.ligature.op.Conv;
import io.ligature.op.ConvTranspose;
import io.ligature.op.CrossEntropy;
import io.ligature.op.Dropout;
import io.ligature.op.Embedding;
import io.ligature.op.Erfc;
import io.ligature.op.FusedOp;
import io.ligature.op.Gelu;
import io.ligature.op.GroupNorm;
import io.ligature.op.LayerNorm;
import io.ligature.op.Linear;
import io.ligature.op.LogSoftmax;
import io.ligature.op.LossReduction;
import io.ligature.op.MaxPool;
import io.ligature.op.RmsNorm;
import io.ligature.op.SgdStep;
import io.ligature.op.Silu;
import io.ligature.op.Softmax;
import io.ligature.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Operands for every fused operation. A new one gets its lines here, and nowhere else.
final class FusedExamples {
  private FusedExamples() {}

  /// {@return all of them}
  static Stream<Example> all() {
    return Stream.of(differentiable(), steps()).flatMap(List::stream);
  }

  /// {@return those that have gradients}
  static List<Example> differentiable() {
    var examples = new ArrayList<Example>();
    linear(examples);
    softmax(examples);
    entropy(examples);
    norms(examples);
    attention(examples);
    convolutions(examples);
    poolings(examples);
    batches(examples);
    others(examples);
    return examples;
  }

  private static void linear(List<Example> examples) {
    for (var activation : Linear.Activation.values()) {
      var op = new Linear(activation);
      examples.add(Example.of(op, quarters(2, 3), quarters(4, 3), uneven(4)));
      examples.add(Example.of(op, quarters(33, 65), quarters(17, 65), uneven(17)));
      examples.add(Example.of(op, quarters(64, 100), quarters(63, 100), uneven(63)));
    }
    examples.add(Example.of(Linear.OP, real(3), real(2, 3)));
    examples.add(Example.of(Linear.OP, real(2, 3, 5), real(4, 5), real(4)));
    examples.add(Example.of(Linear.OP, real(1, 7), real(1, 7)));
    examples.add(Example.of(Linear.OP, real(128, 64), real(32, 64)));
    examples.add(Example.of(Linear.OP, real(0, 3), real(2, 3), real(2)));
  }

  private static void softmax(List<Example> examples) {
    for (int axis = 0; axis < 3; axis++) {
      examples.add(Example.of(new Softmax(axis), real(2, 3, 4)));
      examples.add(Example.of(new LogSoftmax(axis), real(2, 3, 4)));
    }
    for (int classes : new int[] {1, 7, 8, 17, 33, 1000}) {
      examples.add(Example.of(new Softmax(1), real(5, classes)));
      examples.add(Example.of(new LogSoftmax(1), real(5, classes)));
    }
    examples.add(Example.of(new Softmax(1), large(9, 33)));
    examples.add(Example.of(new LogSoftmax(1), large(9, 33)));
    double low = Double.NEGATIVE_INFINITY;
    examples.add(Example.of(new Softmax(0), numbers(1, low, 2, low)));
    examples.add(Example.of(new Softmax(0), numbers(1, Double.NaN, 2)));
  }

  private static void entropy(List<Example> examples) {
    for (var reduction : LossReduction.values()) {
      for (double smoothing : new double[] {0, 0.1}) {
        var op = new CrossEntropy(smoothing, CrossEntropy.IGNORE, reduction);
        examples.add(Example.of(op, real(4, 3), places(3, 4)));
        examples.add(Example.of(op, real(5, 3), marked(3, -100, 5), positive(3)));
        examples.add(Example.of(op, large(33, 17), marked(17, -100, 33)));
        examples.add(Example.of(op, real(64, 100), places(100, 64), positive(100)));
      }
    }
    examples.add(Example.of(new CrossEntropy(0, 1, LossReduction.SUM), real(9, 3), places(3, 9)));
    examples.add(Example.of(new CrossEntropy(1, -1, LossReduction.MEAN), real(3, 2), places(2, 3)));
    examples.add(Example.of(CrossEntropy.OP, real(3, 1), places(1, 3)));
  }

  private static void norms(List<Example> examples) {
    examples.add(Example.of(new LayerNorm(1, 1e-5), real(2, 5)));
    examples.add(Example.of(new LayerNorm(1, 1e-5), real(3, 4), real(4)));
    examples.add(Example.of(new LayerNorm(2, 1e-3), real(2, 3, 4), real(3, 4), real(3, 4)));
    examples.add(Example.of(new LayerNorm(1, 1e-5), real(33, 100), real(100), real(100)));
    examples.add(Example.of(new RmsNorm(1, 1e-5), real(2, 5)));
    examples.add(Example.of(new RmsNorm(2, 1e-3), real(2, 3, 4), real(3, 4)));
    examples.add(Example.of(new RmsNorm(1, 1e-5), real(33, 100), real(100)));
    examples.add(Example.of(new GroupNorm(2, 1e-5), real(2, 4, 3)));
    examples.add(Example.of(new GroupNorm(1, 1e-5), real(2, 4), real(4), real(4)));
    examples.add(Example.of(new GroupNorm(3, 1e-3), real(5, 9, 4, 7), real(9), real(9)));
  }

  private static void attention(List<Example> examples) {
    for (boolean causal : new boolean[] {false, true}) {
      var op = Attention.ofWidth(4, causal);
      examples.add(Example.of(op, real(3, 4), real(5, 4), real(5, 2)));
      examples.add(Example.of(op, real(2, 4, 7, 4), real(2, 4, 7, 4), real(2, 4, 7, 4)));
      examples.add(Example.of(op, real(2, 4, 3, 4), real(2, 2, 5, 4), real(2, 2, 5, 3)));
      examples.add(Example.of(op, real(3, 4), real(5, 4), real(5, 2), real(3, 5)));
      examples.add(Example.of(op, real(1, 4), real(0, 4), real(0, 2)));
    }
    examples.add(
        Example.of(new Attention(true, 0.1), real(2, 65, 33), real(2, 65, 33), real(2, 65, 17)));
    masked(examples);
  }

  /// Hidden are some keys of a sample, some keys of all, and all keys of some queries.
  private static void masked(List<Example> examples) {
    double low = Double.NEGATIVE_INFINITY;
    var masks =
        List.of(
            hidden(2, 1, 3, 5),
            hidden(5),
            truths(true, false, true).reshape(3, 1),
            real(4, 1, 5),
            real(2, 1, 1, 1),
            numbers(low, low, low, low, low, low, 1, 2, low, 3, 0, 1, 2, 3, 4).reshape(3, 5));
    for (boolean causal : new boolean[] {false, true}) {
      for (var mask : masks) {
        var op = Attention.ofWidth(4, causal);
        examples.add(Example.of(op, real(2, 4, 3, 4), real(2, 2, 5, 4), real(2, 2, 5, 3), mask));
      }
    }
  }

  private static void convolutions(List<Example> examples) {
    var line = Window.of(3).stride(2).padding(1, 0);
    var square = List.of(Window.of(3).padding(1), Window.of(3).padding(1));
    var mixed = List.of(new Window(2, 1, 0, 2, 2), new Window(3, 2, 1, 0, 1));
    examples.add(Example.of(new Conv(List.of(line), 1), real(1, 2, 6), real(2, 2, 3), real(2)));
    examples.add(Example.of(new Conv(List.of(line), 2), real(1, 2, 6), real(2, 1, 3)));
    examples.add(Example.of(new Conv(square, 1), real(2, 3, 9, 8), real(5, 3, 3, 3), real(5)));
    examples.add(Example.of(new Conv(square, 1), real(3, 16, 17, 33), real(9, 16, 3, 3)));
    examples.add(Example.of(new Conv(square, 4), real(2, 4, 7, 7), real(8, 1, 3, 3), real(8)));
    examples.add(Example.of(new Conv(mixed, 2), real(2, 4, 6, 7), real(6, 2, 2, 3), real(6)));
    var points = List.of(Window.of(1), Window.of(1));
    examples.add(Example.of(new Conv(points, 1), real(2, 7, 5, 6), real(9, 7, 1, 1), real(9)));
    examples.add(Example.of(new Conv(points, 1), real(0, 2, 3, 3), real(4, 2, 1, 1)));
    examples.add(Example.of(new Conv(square, 1), real(5, 8, 64, 64), real(3, 8, 3, 3), real(3)));
    var three = List.of(Window.of(2), Window.of(2).stride(2), Window.of(3).padding(1));
    examples.add(Example.of(new Conv(three, 2), real(2, 4, 3, 5, 4), real(2, 2, 2, 2, 3)));
    var one = new ConvTranspose(List.of(line), List.of(1L), 1);
    examples.add(Example.of(one, real(1, 2, 3), real(2, 2, 3), real(2)));
    var two = new ConvTranspose(mixed, List.of(0L, 1L), 2);
    examples.add(Example.of(two, real(2, 4, 5, 4), real(4, 3, 2, 3), real(6)));
    var plain = new ConvTranspose(square, List.of(0L, 0L), 1);
    examples.add(Example.of(plain, real(3, 9, 8, 17), real(9, 5, 3, 3)));
  }

  private static void poolings(List<Example> examples) {
    var pair = Window.of(2).stride(2);
    var windows =
        List.of(
            List.of(pair, pair),
            List.of(new Window(3, 2, 1, 1, 1), Window.of(2)),
            List.of(new Window(2, 1, 1, 0, 2), new Window(3, 3, 0, 1, 1)));
    for (var each : windows) {
      examples.add(Example.of(new MaxPool(each), spread(1, 1, 5, 6)));
      examples.add(Example.of(new AvgPool(each, true), real(1, 1, 5, 6)));
      examples.add(Example.of(new AvgPool(each, false), real(1, 1, 5, 6)));
      examples.add(Example.of(new MaxPool(each), quarters(3, 5, 17, 20)));
      examples.add(Example.of(new AvgPool(each, true), real(3, 5, 17, 20)));
    }
    examples.add(Example.of(new MaxPool(List.of(pair)), quarters(2, 3, 64)));
    examples.add(Example.of(new MaxPool(List.of(pair, pair, pair)), spread(1, 2, 4, 5, 6)));
    examples.add(Example.of(new AvgPool(List.of(pair, pair, pair), true), real(2, 1, 2, 3, 4)));
    var holes = numbers(1, Double.NaN, 0, Double.NEGATIVE_INFINITY);
    examples.add(Example.of(new MaxPool(List.of(pair)), holes.reshape(1, 2, 2)));
    for (long extent : new long[] {1, 2, 3}) {
      var extents = List.of(extent, 4 - extent);
      examples.add(Example.of(new AdaptiveMaxPool(extents), spread(1, 2, 4, 5)));
      examples.add(Example.of(new AdaptiveAvgPool(extents), real(1, 2, 4, 5)));
      examples.add(Example.of(new AdaptiveAvgPool(extents), real(3, 9, 6, 18)));
    }
  }

  private static void batches(List<Example> examples) {
    for (var shape :
        new long[][] {
          {5, 2}, {6, 1}, {1, 5}, {40, 3}, {2, 3, 4}, {4, 3, 5, 7}, {33, 17, 3, 3}, {65, 2, 9, 17}
        }) {
      long c = shape[1];
      var op = new BatchNorm(1e-5);
      var inference = new BatchNormInference(1e-3);
      examples.add(Example.of(op, real(shape)));
      examples.add(Example.of(op, real(shape), real(c), real(c)));
      examples.add(Example.of(inference, real(shape), real(c), positive(c)));
      examples.add(Example.of(inference, real(shape), real(c), positive(c), real(c), real(c)));
    }
  }

  private static void others(List<Example> examples) {
    var shapes = new long[][] {{}, {5}, {3, 4}, {65}, {1000}};
    for (var shape : shapes) {
      examples.add(Example.of(Gelu.EXACT, real(shape)));
      examples.add(Example.of(Gelu.TANH, real(shape)));
      examples.add(Example.of(Silu.OP, real(shape)));
      examples.add(Example.of(Erfc.OP, real(shape)));
      examples.add(Example.of(new Dropout(Key.of(3), 0.4), real(shape)));
    }
    examples.add(Example.of(Gelu.EXACT, large(17)));
    examples.add(Example.of(Gelu.TANH, large(17)));
    examples.add(Example.of(Silu.OP, large(17)));
    examples.add(Example.of(new Dropout(Key.of(4), 0), real(9)));
    examples.add(Example.of(new Dropout(Key.of(4), 1), real(9)));
    examples.add(Example.of(Embedding.OP, real(4, 3), places(4, 5)));
    examples.add(Example.of(new Embedding(2), real(4, 3), places(4, 3, 3)));
    examples.add(Example.of(Embedding.OP, real(50, 33), places(50, 7, 9)));
    examples.add(Example.of(Embedding.OP, real(4, 3), places(4, 0)));
  }

  /// {@return those that are steps of an optimizer, made in place}
  static List<Example> steps() {
    var examples = new ArrayList<Example>();
    for (int size : new int[] {1, 7, 33, 1000}) {
      for (boolean flag : new boolean[] {false, true}) {
        examples.add(
            Example.of(
                new SgdStep(0.1, 0, 0, flag ? 0.01 : 0, false, flag, false),
                real(size),
                real(size)));
        for (boolean first : new boolean[] {false, true}) {
          examples.add(
              Example.of(
                  new SgdStep(0.1, 0.9, flag ? 0 : 0.3, 0.01, flag, flag, first),
                  real(size),
                  real(size),
                  real(size)));
        }
        examples.add(
            Example.of(
                new AdamStep(0.01, 0.9, 0.99, 1e-8, 0.02, flag, false, flag, flag ? 1 : 7),
                real(size),
                real(size),
                real(size),
                positive(size)));
        examples.add(
            Example.of(
                new AdamStep(0.01, 0.8, 0.9, 1e-8, flag ? 0 : 0.1, flag, true, false, 3),
                real(size),
                real(size),
                real(size),
                positive(size),
                positive(size)));
      }
    }
    return examples;
  }

  /// {@return one that has gradients: of random extents, or with other numbers}
  static Example random(Draw draw) {
    int m = draw.between(1, 40);
    int n = draw.between(1, 70);
    int k = draw.between(1, 40);
    int few = draw.between(1, 5);
    return switch (draw.between(0, 13)) {
      case 0 -> Example.of(Linear.OP, real(m, k), real(n, k), real(n));
      case 1 -> Example.of(Linear.OP, real(few, m, k), real(n, k));
      case 2 -> Example.of(new Softmax(draw.between(0, 1)), real(m, n));
      case 3 -> Example.of(new LogSoftmax(draw.between(0, 2)), real(few, m, n));
      case 4 -> Example.of(CrossEntropy.OP, real(m, n), places(n, m));
      case 5 -> {
        var op = new CrossEntropy(0.2, CrossEntropy.IGNORE, LossReduction.SUM);
        yield Example.of(op, real(m, n), marked(n, -100, m), positive(n));
      }
      case 6 -> Example.of(new LayerNorm(1, 1e-2), real(m, n + 1), real(n + 1), real(n + 1));
      case 7 -> Example.of(new RmsNorm(1, 1e-2), real(m, n), real(n));
      case 8 -> {
        int channels = few * draw.between(1, 4);
        yield Example.of(
            new GroupNorm(few, 1e-2), real(3, channels, n + 1), real(channels), real(channels));
      }
      case 9 -> {
        var op = Attention.ofWidth(k, draw.chance(0.5));
        yield Example.of(op, real(few, m, k), real(few, n, k), real(few, n, m));
      }
      case 10 ->
          Example.of(
              draw.<FusedOp>of(List.of(Gelu.EXACT, Gelu.TANH, Silu.OP, Erfc.OP)), real(m, n));
      case 11 -> Example.of(new Dropout(new Key(draw.bits()), draw.real(0, 1)), real(m, n));
      case 12 -> Example.of(Embedding.OP, real(n, k), places(n, m));
      default -> draw.of(differentiable());
    };
  }
}
