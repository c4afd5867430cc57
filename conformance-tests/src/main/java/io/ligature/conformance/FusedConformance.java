package io.ligature.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Fused operations against their decompositions, which are their definitions: forward, backward,
/// in place, and with the proof that the backend's kernel ran where it offers one.
public abstract class FusedConformance {
  /// For subclasses.
  protected FusedConformance() {}

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("examples")
  void isItsDecomposition(Example example, DType dtype) {
    var bench = Bench.current();
    if (bench.device.computes(dtype)) {
      new FusedTrial(bench, example, dtype, bench.seed()).forward();
    }
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("differentiable")
  void hasTheGradientOfItsDecomposition(Example example, DType dtype) {
    var bench = Bench.current();
    if (bench.device.computes(dtype)) {
      new FusedTrial(bench, example, dtype, bench.seed()).backward();
    }
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("steps")
  void mayBeMadeInPlace(Example example, DType dtype) {
    var bench = Bench.current();
    if (bench.device.computes(dtype)) {
      new FusedTrial(bench, example, dtype, bench.seed()).inPlace();
    }
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    var types = Stream.of(DType.FLOAT32, DType.FLOAT64).filter(bench.device::computes).toList();
    bench.random(
        draw -> {
          var trial =
              new FusedTrial(bench, FusedExamples.random(draw), draw.of(types), draw.bits());
          trial.forward();
          trial.backward();
          var step =
              new FusedTrial(bench, draw.of(FusedExamples.steps()), draw.of(types), draw.bits());
          step.forward();
          step.inPlace();
        });
  }

  static Stream<Arguments> examples() {
    return inEveryType(FusedExamples.all());
  }

  static Stream<Arguments> differentiable() {
    return inEveryType(FusedExamples.differentiable().stream());
  }

  static Stream<Arguments> steps() {
    return inEveryType(FusedExamples.steps().stream());
  }

  private static Stream<Arguments> inEveryType(Stream<Example> examples) {
    return examples.flatMap(
        example -> Stream.of(DType.FLOAT32, DType.FLOAT64).map(dtype -> arguments(example, dtype)));
  }
}
