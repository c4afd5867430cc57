package io.ligature.cpu;

import io.ligature.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FillTest {
  @ParameterizedTest
  @EnumSource(DType.class)
  void writesEveryElementAndNoOther(DType dtype) {
    for (var shape : Grid.SHAPES) {
      for (var layout : Grid.writable(shape)) {
        var out = Grid.filled(dtype, layout, 1);
        Number value = dtype.isFloating() ? (Number) 1.5 : (Number) 1L;
        new CpuKernels().fill(value, out);
        Grid.check(
            "fill of " + layout,
            out,
            Grid.filled(dtype, layout, 1),
            _ -> dtype.isFloating() ? 1.5 : 1);
      }
    }
  }

  @Test
  void wholeNumbersKeepAllTheirBits() {
    var out = Grid.of(DType.INT64, 0, 0);
    new CpuKernels().fill(Long.MAX_VALUE, out);
    Grid.checkWhole("fill", out, Grid.of(DType.INT64, 0, 0), _ -> Long.MAX_VALUE);
  }
}
