package io.ligature.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Family;
import io.ligature.op.Op;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Functions of one operand.
public abstract class UnaryConformance {
  /// For subclasses.
  protected UnaryConformance() {}

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void isTheFunction(Op.Unary op, DType dtype) {
    var bench = Bench.current();
    if (bench.isGap(op, dtype)) {
      return;
    }
    var draw = bench.draw();
    var values = Values.of(op);
    for (int size : Layouts.SIZES) {
      for (var way : Layouts.contiguous(Shape.of(size))) {
        bench.check(op, bench.operand(dtype, way, values, draw));
      }
    }
    for (var shape : Layouts.SHAPES) {
      for (var way : bench.ways(Family.UNARY, shape)) {
        bench.check(op, bench.operand(dtype, way, values, draw));
      }
    }
    for (var way : bench.ways(Family.UNARY, Shape.of(Values.specials(dtype)))) {
      bench.check(op, bench.operand(dtype, way, Values.SPECIAL, draw));
    }
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var op = draw.of(Op.Unary.values());
          var dtype = draw.of(types(op));
          if (bench.device.computes(dtype)) {
            var way = bench.way(Family.UNARY, draw.shape(draw.between(0, 8)), draw);
            var values = draw.of(Values.of(op), Values.ORDINARY, Values.SPECIAL);
            bench.check(op, bench.operand(dtype, way, values, draw));
          }
        });
  }

  static Stream<Arguments> cases() {
    return Stream.of(Op.Unary.values())
        .flatMap(op -> types(op).stream().map(dtype -> arguments(op, dtype)));
  }

  private static List<DType> types(Op.Unary op) {
    return Bench.COMPUTING.stream().filter(op.domain()::has).toList();
  }
}
