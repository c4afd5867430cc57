package io.ligature.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.GradientException;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.op.Embedding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients of every operation, and their gradients, against central differences in FLOAT64.
public abstract class GradientConformance {
  private static final long LARGEST = 40; // elements; each of them costs two runs

  /// For subclasses.
  protected GradientConformance() {}

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void agreeWithCentralDifferences(Example example) {
    check(example, () -> Grad.check(x -> result(example, x), operands(example)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void haveGradientsThatAgreeWithCentralDifferences(Example example) {
    var operands = operands(example);
    var shape = result(example, operands).shape();
    var weights = Tensor.rand(Key.of(1), DType.FLOAT64, shape);
    for (int i = 0; i < operands.length; i++) {
      int operand = i;
      if (operands[i].dtype().isFloating()) {
        check(
            example,
            () ->
                Grad.check(
                    x ->
                        Grad.grad((Tensor[] y) -> result(example, y).times(weights).sum())
                            .apply(x)[operand],
                    operands));
      }
    }
  }

  /// The gradient of a random chain, and the derivative of its norm.
  @Test
  void randomCases() {
    assumeWide();
    var bench = Bench.current();
    bench.random(
        draw -> {
          var chain = new SmoothChain(draw.bits());
          var operands = SmoothChain.operands(draw);
          check(chain, () -> Grad.check(x -> chain.apply(x[0], x[1]), operands));
          check(chain, () -> Grad.check(x -> norm(chain, x), operands));
        });
  }

  /// Σ (dL/dx)², a function of first derivatives.
  private static Tensor norm(SmoothChain chain, Tensor[] operands) {
    var gradients = Grad.grad((Tensor[] x) -> chain.apply(x[0], x[1]).sum()).apply(operands);
    return gradients[0].square().sum().plus(gradients[1].square().sum());
  }

  private static void assumeWide() {
    assumeTrue(
        Bench.current().device.computes(DType.FLOAT64),
        () -> Bench.current().device + " does not compute in f64");
  }

  private static Tensor[] operands(Example example) {
    assumeWide();
    return example.make(DType.FLOAT64, Bench.current().seed());
  }

  private static Tensor result(Example example, Tensor[] x) {
    return Dispatch.executeAll(example.op(), x)[0];
  }

  private static void check(SmoothChain chain, Runnable check) {
    try {
      check.run();
    } catch (GradientException e) {
      throw Bench.current().failure("gradient of %s: %s".formatted(chain, e.getMessage()));
    }
  }

  private static void check(Example example, Runnable check) {
    var bench = Bench.current();
    try {
      check.run();
    } catch (GradientException e) {
      throw bench.failure("%s %s: %s".formatted(example.op().label(), example, e.getMessage()));
    }
  }

  static Stream<Example> examples() {
    var fused = FusedExamples.differentiable().stream().filter(GradientConformance::isSmooth);
    return Stream.of(GradientExamples.all(), fused.toList()).flatMap(List::stream);
  }

  /// A step of a difference should not meet a corner, nor a number that is none; and padding has no
  /// gradient because somebody wants it so.
  private static boolean isSmooth(Example example) {
    if (example.op() instanceof Embedding embedding && embedding.padding() != Embedding.NONE) {
      return false;
    }
    long elements = example.operands().stream().mapToLong(given -> given.shape().size()).sum();
    return elements <= LARGEST && example.operands().stream().noneMatch(Given::isRough);
  }
}
