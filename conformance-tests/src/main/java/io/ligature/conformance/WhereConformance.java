package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Family;
import io.ligature.op.Op;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Choice by a condition.
public abstract class WhereConformance {
  /// For subclasses.
  protected WhereConformance() {}

  @ParameterizedTest(name = "where of {0}")
  @MethodSource("types")
  void takesTheFirstWhereTheConditionHolds(DType dtype) {
    var bench = Bench.current();
    if (bench.isGap(Op.Where.OP, dtype, DType.BOOL, dtype, dtype)) {
      return;
    }
    var draw = bench.draw();
    for (int size : Layouts.SIZES) {
      var ways = Layouts.contiguous(Shape.of(size));
      check(bench, dtype, List.of(ways.get(0), ways.get(1), ways.get(0)), draw);
    }
    for (var shape : Layouts.SHAPES) {
      var ways = bench.ways(Family.WHERE, shape);
      for (int i = 0; i < ways.size(); i++) {
        var next = ways.get((i + 1) % ways.size());
        var third = ways.get((i + 2) % ways.size());
        check(bench, dtype, List.of(ways.get(i), ways.get(i), ways.get(i)), draw);
        check(bench, dtype, List.of(ways.get(i), next, third), draw);
        check(bench, dtype, List.of(next, ways.get(i), ways.get(i)), draw);
      }
    }
  }

  private static void check(Bench bench, DType dtype, List<Layouts.Way> ways, Draw draw) {
    var values = dtype == DType.BOOL ? Values.ORDINARY : Values.SPRINKLED;
    bench.check(
        Op.Where.OP,
        bench.operand(DType.BOOL, ways.get(0), Values.ORDINARY, draw),
        bench.operand(dtype, ways.get(1), values, draw),
        bench.operand(dtype, ways.get(2), Values.SPECIAL, draw));
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var shape = draw.shape(draw.between(0, 8));
          var ways = Stream.generate(() -> bench.way(Family.WHERE, shape, draw)).limit(3).toList();
          check(bench, draw.of(bench.computing()), ways, draw);
        });
  }

  static List<DType> types() {
    return Bench.COMPUTING;
  }
}
