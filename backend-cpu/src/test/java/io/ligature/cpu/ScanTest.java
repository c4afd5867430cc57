package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.op.Op;
import io.ligature.spi.View;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScanTest {
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void includesItsOwnElementInEveryLayout(DType dtype) {
    for (var kind : Op.Reduction.values()) {
      for (var shape : Grid.SHAPES) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          for (var layout : Grid.layouts(shape)) {
            check(kind, axis, Grid.filled(dtype, layout, axis));
          }
        }
      }
    }
  }

  private static void check(Op.Reduction kind, int axis, View x) {
    var out = Grid.filled(x.dtype(), x.shape(), 1);
    new CpuKernels().scan(kind, axis, x, out);
    var before = Grid.filled(x.dtype(), x.shape(), 1);
    var what = kind + " of " + x.layout() + " along " + axis;
    long stride = stride(x, axis);
    if (x.dtype().isFloating()) {
      Grid.check(
          what, out, before, i -> real(kind, x, i, i / stride % x.shape().get(axis), stride));
    } else {
      Grid.checkWhole(
          what, out, before, i -> whole(kind, x, i, i / stride % x.shape().get(axis), stride));
    }
  }

  private static long stride(View x, int axis) {
    long stride = 1;
    for (int inner = axis + 1; inner < x.shape().rank(); inner++) {
      stride *= x.shape().get(inner);
    }
    return stride;
  }

  private static double real(Op.Reduction kind, View x, long i, long place, long stride) {
    double total = Grid.real(x, i - place * stride);
    for (long t = 1; t <= place; t++) {
      double value = Grid.real(x, i - (place - t) * stride);
      total =
          switch (kind) {
            case SUM -> total + value;
            case PROD -> total * value;
            case MAX -> Math.max(total, value);
            case MIN -> Math.min(total, value);
          };
    }
    return total;
  }

  private static long whole(Op.Reduction kind, View x, long i, long place, long stride) {
    long total = Grid.whole(x, i - place * stride);
    for (long t = 1; t <= place; t++) {
      long value = Grid.whole(x, i - (place - t) * stride);
      total =
          switch (kind) {
            case SUM -> total + value;
            case PROD -> total * value;
            case MAX -> Math.max(total, value);
            case MIN -> Math.min(total, value);
          };
    }
    return total;
  }
}
