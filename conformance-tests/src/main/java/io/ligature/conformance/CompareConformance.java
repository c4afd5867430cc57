package io.ligature.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.op.Family;
import io.ligature.op.Op;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Comparisons.
public abstract class CompareConformance {
  /// For subclasses.
  protected CompareConformance() {}

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void holdsWhereItHolds(Op.Compare op, DType dtype) {
    var bench = Bench.current();
    if (!bench.isGap(op, dtype)) {
      Pairs.check(bench, op, Family.COMPARE, dtype, Values.REPEATING, Values.REPEATING);
    }
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var dtype = draw.of(bench.computing());
          var shape = draw.shape(draw.between(0, 8));
          var values = draw.of(Values.REPEATING, Values.SPRINKLED);
          bench.check(
              draw.of(Op.Compare.values()),
              bench.operand(dtype, bench.way(Family.COMPARE, shape, draw), values, draw),
              bench.operand(dtype, bench.way(Family.COMPARE, shape, draw), values, draw));
        });
  }

  static Stream<Arguments> cases() {
    return Stream.of(Op.Compare.values())
        .flatMap(op -> Bench.COMPUTING.stream().map(dtype -> arguments(op, dtype)));
  }
}
