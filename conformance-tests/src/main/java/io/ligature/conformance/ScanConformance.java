package io.ligature.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Family;
import io.ligature.op.Op;
import io.ligature.op.Op.Reduction;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Running reductions.
public abstract class ScanConformance {
  /// For subclasses.
  protected ScanConformance() {}

  @ParameterizedTest(name = "running {0} of {1}")
  @MethodSource("cases")
  void includesItsOwnElement(Reduction kind, DType dtype) {
    var bench = Bench.current();
    if (bench.isGap(new Op.Scan(kind, 0), dtype)) {
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
      Bench bench, Reduction kind, DType dtype, Shape shape, int axis, Draw draw) {
    var ways = bench.ways(Family.SCAN, shape);
    for (var way : shape.size() > 1000 ? ways.subList(0, 2) : ways) {
      for (var values : values(kind, shape.get(axis))) {
        bench.check(new Op.Scan(kind, axis), bench.operand(dtype, way, values, draw));
      }
    }
  }

  /// A long product of numbers near 1 leaves the range, and then the order of rounding shows.
  private static List<Values> values(Reduction kind, long length) {
    return switch (kind) {
      case SUM -> List.of(Values.ORDINARY, Values.SPRINKLED);
      case PROD -> List.of(length > 100 ? Values.TENTH : Values.NEAR_ONE);
      case MAX, MIN -> List.of(Values.ORDINARY, Values.SPRINKLED, Values.REPEATING);
    };
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    var types = types().filter(bench.device::computes).toList();
    bench.random(
        draw -> {
          var kind = draw.of(Reduction.values());
          var shape = draw.shape(draw.between(1, 8));
          int axis = draw.between(0, shape.rank() - 1);
          var values = draw.of(values(kind, shape.get(axis)));
          var way = bench.way(Family.SCAN, shape, draw);
          bench.check(new Op.Scan(kind, axis), bench.operand(draw.of(types), way, values, draw));
        });
  }

  static Stream<Arguments> cases() {
    return Stream.of(Reduction.values())
        .flatMap(kind -> types().map(dtype -> arguments(kind, dtype)));
  }

  private static Stream<DType> types() {
    return Bench.COMPUTING.stream().filter(dtype -> dtype != DType.BOOL);
  }
}
