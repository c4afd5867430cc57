package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.View;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
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
    if (x.dtype().isFloating() && kind == Op.Reduction.SUM) {
      for (long i = 0; i < out.layout().size(); i++) {
        long place = i / stride % x.shape().get(axis);
        double exact = real(kind, x, i, place, stride);
        double wanted = x.dtype() == DType.FLOAT32 ? (float) exact : exact;
        assertEquals(wanted, Grid.real(out, i), bound(x, i, place, stride), what);
      }
      Grid.surroundings(what, out, before);
    } else if (x.dtype().isFloating()) {
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

  /// A rounding for each element of this plain sum, at most the sum of the magnitudes.
  private static double bound(View x, long i, long place, long stride) {
    double magnitude = 0;
    for (long t = 0; t <= place; t++) {
      magnitude += Math.abs(Grid.real(x, i - t * stride));
    }
    double unit = x.dtype() == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    double bound = (place + 1) * unit * magnitude;
    return bound > 0 && bound < Double.POSITIVE_INFINITY ? bound : Double.MIN_VALUE;
  }

  @Test
  void aRunningDoubleSumDoesNotDrift() {
    int count = 100_000;
    var x = Grid.filled(DType.FLOAT64, Shape.of(count), 0);
    double value = 0.1;
    new CpuKernels().fill(value, x);
    new CpuKernels().scan(Op.Reduction.SUM, 0, x, x);
    var tenth = new BigDecimal(value); // exactly what the double is
    for (int i = 0; i < count; i++) {
      double exact = tenth.multiply(BigDecimal.valueOf(i + 1)).doubleValue();
      assertEquals(exact, Grid.real(x, i), Math.ulp(exact));
    }
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
