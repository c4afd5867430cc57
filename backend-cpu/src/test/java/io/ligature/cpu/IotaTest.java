package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.spi.Layout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IotaTest {
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void countsAlongAnyAxis(DType dtype) {
    for (var shape : List.of(Shape.of(5), Shape.of(2, 3, 4), Shape.of(2, 0), Shape.of(3, 1))) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        long inner = Math.max(1, Layout.rowMajor(shape).stride(axis));
        long extent = Math.max(1, shape.get(axis));
        var out = Grid.filled(dtype, shape, 1);
        new CpuKernels().iota(-3L, 2L, axis, out);
        Grid.check(
            "iota " + shape + " along " + axis,
            out,
            Grid.filled(dtype, shape, 1),
            i -> -3 + i / inner % extent * 2);
      }
    }
  }

  @Test
  void computesInDoubleOrLong() {
    var reals = Grid.of(DType.FLOAT32, 0, 0, 0, 0);
    new CpuKernels().iota(0.1, 0.1, 0, reals);
    Grid.check("tenths", reals, Grid.of(DType.FLOAT32, 0, 0, 0, 0), i -> (float) (0.1 + i * 0.1));
    var wholes = Grid.of(DType.INT64, 0, 0);
    new CpuKernels().iota(1L << 60, 1L, 0, wholes);
    Grid.checkWhole("large", wholes, Grid.of(DType.INT64, 0, 0), i -> (1L << 60) + i);
  }
}
