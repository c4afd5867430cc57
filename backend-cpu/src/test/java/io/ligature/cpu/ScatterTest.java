package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.View;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScatterTest {
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "INT32", "INT64", "BOOL"})
  void writesWhereTheIndexSaysInOrder(DType dtype) {
    for (var mode : Op.ScatterMode.values()) {
      for (var shape :
          List.of(Shape.of(7), Shape.of(2, 3), Shape.of(3, 1, 5), Shape.of(2, 4, 3, 2, 2))) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          for (long count : new long[] {0, 1, 3, 9}) {
            for (var at : Grid.layouts(shape.with(axis, count))) {
              for (var from : Grid.layouts(shape.with(axis, count))) {
                var index = GatherTest.indices(at, shape.get(axis));
                check(mode, axis, shape, index, Grid.filled(dtype, from, 1));
              }
            }
          }
        }
      }
    }
  }

  private static void check(Op.ScatterMode mode, int axis, Shape shape, View index, View updates) {
    var dtype = updates.dtype();
    var out = Grid.filled(dtype, shape, 2);
    new CpuKernels().scatter(mode, axis, index, updates, out);
    var expected = Grid.filled(dtype, shape, 2);
    boolean add = mode == Op.ScatterMode.ADD;
    for (long i = 0; i < index.layout().size(); i++) {
      long place = GatherTest.place(shape, index, axis, i);
      if (dtype.isFloating()) {
        double update = Grid.real(updates, i);
        Grid.set(expected, place, add ? Grid.real(expected, place) + update : update);
      } else if (dtype == DType.BOOL) {
        long update = Grid.whole(updates, i);
        Grid.set(expected, place, add ? Grid.whole(expected, place) | update : update);
      } else {
        long update = Grid.whole(updates, i);
        Grid.set(expected, place, add ? Grid.whole(expected, place) + update : update);
      }
    }
    var what = mode + " of " + updates.layout() + " at " + index.layout();
    Grid.check(what, out, Grid.filled(dtype, shape, 2), i -> Grid.real(expected, i));
  }

  @Test
  void theLastOfSeveralWins() {
    var out = Grid.of(DType.FLOAT32, 1, 2, 3);
    new CpuKernels()
        .scatter(
            Op.ScatterMode.SET,
            0,
            Grid.of(DType.INT64, 1, 1, 1),
            Grid.of(DType.FLOAT32, 7, 8, 9),
            out);
    assertEquals(9, Grid.real(out, 1));
  }
}
