package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatherTest {
  /// {@return indices below `extent`, whatever the layout}
  static View indices(Layout layout, long extent) {
    var index = Grid.filled(DType.INT64, layout, 0);
    for (long i = 0; i < layout.size(); i++) {
      Grid.set(index, i, (i * 5 + 2) % extent);
    }
    return index;
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void readsWhereTheIndexSays(DType dtype) {
    for (var shape :
        List.of(Shape.of(7), Shape.of(2, 3), Shape.of(3, 1, 5), Shape.of(2, 4, 3, 2, 2))) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        for (long count : new long[] {0, 1, 3, 9}) {
          for (var at : Grid.layouts(shape.with(axis, count))) {
            for (var from : Grid.layouts(shape)) {
              check(axis, Grid.filled(dtype, from, 1), indices(at, shape.get(axis)));
            }
          }
        }
      }
    }
  }

  private static void check(int axis, View x, View index) {
    var out = Grid.filled(x.dtype(), index.shape(), 2);
    new CpuKernels().gather(axis, x, index, out);
    Grid.check(
        "gather of " + x.layout() + " at " + index.layout(),
        out,
        Grid.filled(x.dtype(), index.shape(), 2),
        i -> Grid.real(x, place(x.shape(), index, axis, i)));
  }

  /// {@return the row-major number of the element that `index` names at `i`}
  static long place(Shape shape, View index, int axis, long i) {
    long inner = 1;
    for (int a = axis + 1; a < shape.rank(); a++) {
      inner *= shape.get(a);
    }
    long outer = i / (inner * index.shape().get(axis));
    return (outer * shape.get(axis) + Grid.whole(index, i)) * inner + i % inner;
  }
}
