package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReduceTest {
  private static final CpuKernels KERNELS = new CpuKernels();

  @TestFactory
  List<DynamicTest> everyReductionOfAnyAxesInEveryLayout() {
    var tests = new ArrayList<DynamicTest>();
    for (var kind : Op.Reduction.values()) {
      for (var dtype : Grid.COMPUTING) {
        boolean extreme = kind == Op.Reduction.MAX || kind == Op.Reduction.MIN;
        if (extreme || dtype != DType.BOOL) {
          tests.add(dynamicTest(kind + " of " + dtype, () -> reduce(kind, dtype)));
        }
      }
    }
    return tests;
  }

  private static void reduce(Op.Reduction kind, DType dtype) {
    for (var shape : Grid.SHAPES) {
      for (int chosen = 0; chosen < 1 << shape.rank(); chosen++) {
        int[] axes = axes(shape.rank(), chosen);
        var reduced = reduced(shape, axes);
        boolean extreme = kind == Op.Reduction.MAX || kind == Op.Reduction.MIN;
        if (extreme && dtype != DType.BOOL && shape.size() == 0 && reduced.size() > 0) {
          continue; // nothing to choose from
        }
        for (var layout : Grid.layouts(shape)) {
          var x = Grid.filled(dtype, layout, chosen);
          var out = Grid.filled(dtype, reduced, 2);
          KERNELS.reduce(kind, axes, x, out);
          var what = kind + " of " + layout + " over the axes of " + chosen;
          if (dtype.isFloating()) {
            for (long i = 0; i < reduced.size(); i++) {
              double exact = real(kind, x, out, i);
              double rounded = dtype == DType.FLOAT32 ? (float) exact : exact;
              assertEquals(rounded, Grid.real(out, i), bound(kind, x, out, i), what);
            }
          } else {
            Grid.checkWhole(what, out, Grid.filled(dtype, reduced, 2), i -> whole(kind, x, out, i));
          }
        }
      }
    }
  }

  /// The order of a sum is the kernel's own: n roundings of partial results, each at most the sum
  /// of the magnitudes; of a product, n roundings of the result.
  private static double bound(Op.Reduction kind, View x, View out, long o) {
    double magnitude = kind == Op.Reduction.PROD ? Math.abs(real(kind, x, out, o)) : 0;
    for (long i = 0; i < x.layout().size() && kind == Op.Reduction.SUM; i++) {
      magnitude += belongs(x, i, out, o) ? Math.abs(Grid.real(x, i)) : 0;
    }
    double unit = x.dtype() == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    double bound = x.layout().size() * unit * magnitude;
    return bound > 0 && bound < Double.POSITIVE_INFINITY ? bound : Double.MIN_VALUE;
  }

  private static int[] axes(int rank, int chosen) {
    var axes = new ArrayList<Integer>();
    for (int axis = 0; axis < rank; axis++) {
      if ((chosen >> axis & 1) != 0) {
        axes.add(axis);
      }
    }
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Shape reduced(Shape shape, int... axes) {
    for (int axis : axes) {
      shape = shape.with(axis, 1);
    }
    return shape;
  }

  /// {@return whether element `i` of the operand goes into element `o` of the result}
  private static boolean belongs(View x, long i, View out, long o) {
    var place = Layout.rowMajor(out.shape()).expand(x.shape());
    return place.index(i) == o;
  }

  private static double real(Op.Reduction kind, View x, View out, long o) {
    double total =
        switch (kind) {
          case SUM -> 0;
          case PROD -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        };
    for (long i = 0; i < x.layout().size(); i++) {
      if (belongs(x, i, out, o)) {
        double value = Grid.real(x, i);
        total =
            switch (kind) {
              case SUM -> total + value;
              case PROD -> total * value;
              case MAX -> Math.max(total, value);
              case MIN -> Math.min(total, value);
            };
      }
    }
    return total;
  }

  private static long whole(Op.Reduction kind, View x, View out, long o) {
    long total =
        switch (kind) {
          case SUM -> 0;
          case PROD -> 1;
          case MAX -> x.dtype() == DType.BOOL ? 0 : Long.MIN_VALUE;
          case MIN -> x.dtype() == DType.BOOL ? 1 : Long.MAX_VALUE;
        };
    for (long i = 0; i < x.layout().size(); i++) {
      if (belongs(x, i, out, o)) {
        long value = Grid.whole(x, i);
        total =
            switch (kind) {
              case SUM -> total + value;
              case PROD -> total * value;
              case MAX -> Math.max(total, value);
              case MIN -> Math.min(total, value);
            };
      }
    }
    return total;
  }

  @Test
  void aFloatSumIsRoundedOnce() {
    var x = Grid.filled(DType.FLOAT32, Shape.of(1_000_000), 0);
    KERNELS.fill(0.1, x);
    double tenth = 0.1f;
    var out = Grid.of(DType.FLOAT32, 0);
    KERNELS.reduce(Op.Reduction.SUM, new int[] {0}, x, out);
    assertEquals((float) (tenth * 1e6), Grid.real(out, 0));
  }
}
