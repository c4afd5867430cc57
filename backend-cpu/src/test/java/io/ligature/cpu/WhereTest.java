package io.ligature.cpu;

import io.ligature.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhereTest {
  @ParameterizedTest
  @EnumSource(DType.class)
  void choosesInEveryLayout(DType dtype) {
    for (var shape : Grid.SHAPES) {
      for (var test : Grid.layouts(shape)) {
        for (var left : Grid.layouts(shape)) {
          var condition = Grid.filled(DType.BOOL, test, 1);
          var a = Grid.filled(dtype, left, 3);
          var b = Grid.filled(dtype, Grid.layouts(shape).getLast(), 5);
          var out = Grid.filled(dtype, shape, 2);
          new CpuKernels().where(condition, a, b, out);
          Grid.check(
              "where of " + test + ", " + left,
              out,
              Grid.filled(dtype, shape, 2),
              i -> Grid.real(Grid.whole(condition, i) != 0 ? a : b, i));
        }
      }
    }
  }
}
