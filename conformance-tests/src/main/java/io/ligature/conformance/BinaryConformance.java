package io.ligature.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.op.Family;
import io.ligature.op.Op;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Functions of two operands.
public abstract class BinaryConformance {
  /// For subclasses.
  protected BinaryConformance() {}

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void isTheFunction(Op.Binary op, DType dtype) {
    var bench = Bench.current();
    if (!bench.isGap(op, dtype)) {
      Pairs.check(bench, op, Family.BINARY, dtype, left(op), Values.ORDINARY);
    }
  }

  /// Powers of negative numbers are NaN but for whole exponents.
  private static Values left(Op.Binary op) {
    return op == Op.Binary.POW ? Values.POSITIVE : Values.ORDINARY;
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var op = draw.of(Op.Binary.values());
          var dtype = draw.of(types(op));
          if (bench.device.computes(dtype)) {
            var shape = draw.shape(draw.between(0, 8));
            var values = draw.of(Values.ORDINARY, Values.SPRINKLED, Values.REPEATING);
            bench.check(
                op,
                bench.operand(dtype, bench.way(Family.BINARY, shape, draw), left(op), draw),
                bench.operand(dtype, bench.way(Family.BINARY, shape, draw), values, draw));
          }
        });
  }

  static Stream<Arguments> cases() {
    return Stream.of(Op.Binary.values())
        .flatMap(op -> types(op).stream().map(dtype -> arguments(op, dtype)));
  }

  private static List<DType> types(Op.Binary op) {
    return Bench.COMPUTING.stream().filter(op.domain()::has).toList();
  }
}
