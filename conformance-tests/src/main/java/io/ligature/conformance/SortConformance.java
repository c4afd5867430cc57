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

/// Sorting along an axis: stable, NaN above all numbers, both zeros equal.
public abstract class SortConformance {
  /// For subclasses.
  protected SortConformance() {}

  @ParameterizedTest(name = "sort of {0}, descending {1}")
  @MethodSource("cases")
  void isStable(DType dtype, boolean descending) {
    var bench = Bench.current();
    if (bench.isGap(new Op.Sort(0, descending), dtype, dtype, DType.INT64)) {
      return;
    }
    var draw = bench.draw();
    for (int size : Layouts.SIZES) {
      check(bench, dtype, descending, Shape.of(size), 0, draw);
      check(bench, dtype, descending, Shape.of(size, 3), 0, draw);
      check(bench, dtype, descending, Shape.of(3, size), 1, draw);
    }
    for (var shape : Layouts.SHAPES) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        check(bench, dtype, descending, shape, axis, draw);
      }
    }
    var special = Layouts.contiguous(Shape.of(3L * Values.specials(dtype))).get(0);
    bench.check(new Op.Sort(0, descending), bench.operand(dtype, special, Values.SPECIAL, draw));
  }

  private static void check(
      Bench bench, DType dtype, boolean descending, Shape shape, int axis, Draw draw) {
    var ways = bench.ways(Family.SORT, shape);
    for (var way : shape.size() > 1000 ? ways.subList(0, 2) : ways) {
      for (var values : List.of(Values.ORDINARY, Values.REPEATING, Values.SPRINKLED)) {
        bench.check(new Op.Sort(axis, descending), bench.operand(dtype, way, values, draw));
      }
    }
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var shape = draw.shape(draw.between(1, 8));
          var way = bench.way(Family.SORT, shape, draw);
          var values = draw.of(Values.REPEATING, Values.SPRINKLED);
          bench.check(
              new Op.Sort(draw.between(0, shape.rank() - 1), draw.chance(0.5)),
              bench.operand(draw.of(bench.computing()), way, values, draw));
        });
  }

  static Stream<Arguments> cases() {
    return Bench.COMPUTING.stream()
        .flatMap(dtype -> Stream.of(arguments(dtype, false), arguments(dtype, true)));
  }
}
