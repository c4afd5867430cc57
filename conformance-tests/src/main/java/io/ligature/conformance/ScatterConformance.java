package io.ligature.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Family;
import io.ligature.op.Op;
import io.ligature.op.Op.ScatterMode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Writing by index: of several the last one wins, or all are added.
public abstract class ScatterConformance {
  /// For subclasses.
  protected ScatterConformance() {}

  @ParameterizedTest(name = "scatter {0} of {1}")
  @MethodSource("cases")
  void writesWhereTheIndexSays(ScatterMode mode, DType dtype) {
    var bench = Bench.current();
    if (bench.isGap(new Op.Scatter(mode, 0), dtype, dtype, DType.INT64, dtype)) {
      return;
    }
    var draw = bench.draw();
    for (int size : Layouts.SIZES) {
      check(bench, mode, dtype, Shape.of(7), 0, size, draw); // many for one place
      check(bench, mode, dtype, Shape.of(size), 0, 5, draw);
      check(bench, mode, dtype, Shape.of(9, 5), 0, size, draw);
      check(bench, mode, dtype, Shape.of(2, size), 1, 3, draw);
    }
    for (var shape : Layouts.SHAPES) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        check(bench, mode, dtype, shape, axis, 4, draw);
        check(bench, mode, dtype, shape, axis, 0, draw); // nothing to write
      }
    }
  }

  private static void check(
      Bench bench, ScatterMode mode, DType dtype, Shape shape, int axis, long count, Draw draw) {
    var written = shape.with(axis, count);
    var bases = Layouts.of(shape);
    var ways = ways(bench, written, count);
    for (int i = 0; i < (written.size() > 1000 ? 2 : ways.size()); i++) {
      for (int j : List.of(i, (i + 1) % ways.size())) {
        bench.check(
            new Op.Scatter(mode, axis),
            bench.operand(dtype, bases.get(i), Values.ORDINARY, draw),
            bench.places(ways.get(i), shape.get(axis), draw),
            bench.operand(dtype, ways.get(j), Values.SPRINKLED, draw));
      }
    }
  }

  /// Long sums of one number again and again round the same way each time, which the tolerance does
  /// not allow for.
  private static List<Layouts.Way> ways(Bench bench, Shape written, long count) {
    var ways = bench.ways(Family.SCATTER, written);
    return count <= 100 ? ways : ways.stream().filter(way -> !way.layout().isExpanded()).toList();
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var mode = draw.of(ScatterMode.values());
          var dtype = draw.of(types(mode).filter(bench.device::computes).toList());
          var shape = draw.shape(draw.between(1, 8));
          int axis = draw.between(0, shape.rank() - 1);
          var written = shape.with(axis, draw.between(1, 30));
          bench.check(
              new Op.Scatter(mode, axis),
              bench.operand(dtype, Layouts.random(shape, draw), Values.ORDINARY, draw),
              bench.places(bench.way(Family.SCATTER, written, draw), shape.get(axis), draw),
              bench.operand(
                  dtype, bench.way(Family.SCATTER, written, draw), Values.SPRINKLED, draw));
        });
  }

  static Stream<Arguments> cases() {
    return Stream.of(ScatterMode.values())
        .flatMap(mode -> types(mode).map(dtype -> arguments(mode, dtype)));
  }

  private static Stream<DType> types(ScatterMode mode) {
    boolean adds = mode == ScatterMode.ADD;
    return Bench.COMPUTING.stream().filter(dtype -> !adds || dtype != DType.BOOL);
  }
}
