package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Family;
import io.ligature.op.Op;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reading by index.
public abstract class GatherConformance {
  /// For subclasses.
  protected GatherConformance() {}

  @ParameterizedTest(name = "gather of {0}")
  @MethodSource("types")
  void readsWhereTheIndexSays(DType dtype) {
    var bench = Bench.current();
    if (bench.isGap(new Op.Gather(0), dtype, dtype, DType.INT64)) {
      return;
    }
    var draw = bench.draw();
    for (int size : Layouts.SIZES) {
      check(bench, dtype, Shape.of(7), 0, size, draw);
      check(bench, dtype, Shape.of(9, 5), 0, size, draw);
      check(bench, dtype, Shape.of(2, size), 1, 3, draw);
    }
    for (var shape : Layouts.SHAPES) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        check(bench, dtype, shape, axis, 4, draw);
      }
    }
  }

  private static void check(
      Bench bench, DType dtype, Shape shape, int axis, long count, Draw draw) {
    var picked = shape.with(axis, count);
    var ways = bench.ways(Family.GATHER, shape);
    var places = bench.ways(Family.GATHER, picked);
    for (int i = 0; i < (picked.size() > 1000 ? 2 : ways.size()); i++) {
      for (int j : List.of(i, (i + 1) % ways.size())) {
        bench.check(
            new Op.Gather(axis),
            bench.operand(dtype, ways.get(i), Values.SPRINKLED, draw),
            bench.places(places.get(j), shape.get(axis), draw));
      }
    }
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var shape = draw.shape(draw.between(1, 8));
          int axis = draw.between(0, shape.rank() - 1);
          var picked = shape.with(axis, draw.between(1, 12));
          bench.check(
              new Op.Gather(axis),
              bench.operand(
                  draw.of(bench.computing()),
                  bench.way(Family.GATHER, shape, draw),
                  Values.SPRINKLED,
                  draw),
              bench.places(bench.way(Family.GATHER, picked, draw), shape.get(axis), draw));
        });
  }

  static List<DType> types() {
    return Bench.COMPUTING;
  }
}
