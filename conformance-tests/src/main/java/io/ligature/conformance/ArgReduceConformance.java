package io.ligature.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Family;
import io.ligature.op.Op;
import io.ligature.op.Op.ArgReduction;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Places of extremes.
public abstract class ArgReduceConformance {
  /// For subclasses.
  protected ArgReduceConformance() {}

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void isThePlaceOfTheFirst(ArgReduction kind, DType dtype) {
    var bench = Bench.current();
    if (bench.isGap(new Op.ArgReduce(kind, 0), dtype, dtype, DType.INT64)) {
      return;
    }
    var draw = bench.draw();
    for (int size : Layouts.SIZES) {
      check(bench, kind, dtype, Shape.of(size), 0, draw);
      check(bench, kind, dtype, Shape.of(size, 3), 0, draw);
      check(bench, kind, dtype, Shape.of(3, size), 1, draw);
    }
    for (var shape : Layouts.SHAPES) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        check(bench, kind, dtype, shape, axis, draw);
      }
    }
  }

  private static void check(
      Bench bench, ArgReduction kind, DType dtype, Shape shape, int axis, Draw draw) {
    var ways = bench.ways(Family.ARG_REDUCE, shape);
    for (var way : shape.size() > 1000 ? ways.subList(0, 2) : ways) {
      for (var values : List.of(Values.ORDINARY, Values.REPEATING, Values.SPRINKLED)) {
        bench.check(new Op.ArgReduce(kind, axis), bench.operand(dtype, way, values, draw));
      }
    }
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var shape = draw.shape(draw.between(1, 8));
          var way = bench.way(Family.ARG_REDUCE, shape, draw);
          var values = draw.of(Values.REPEATING, Values.SPRINKLED);
          bench.check(
              new Op.ArgReduce(draw.of(ArgReduction.values()), draw.between(0, shape.rank() - 1)),
              bench.operand(draw.of(bench.computing()), way, values, draw));
        });
  }

  static Stream<Arguments> cases() {
    return Stream.of(ArgReduction.values())
        .flatMap(kind -> Bench.COMPUTING.stream().map(dtype -> arguments(kind, dtype)));
  }
}
