package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
            assertReal(what, kind, x, out);
          } else {
            var exact = whole(kind, x, out);
            Grid.checkWhole(what, out, Grid.filled(dtype, reduced, 2), i -> exact[(int) i]);
          }
        }
      }
    }
  }

  /// The order of a sum is the kernel's own: n roundings of partial results, each at most the sum
  /// of the magnitudes; of a product, n roundings of the result.
  private static void assertReal(String what, Op.Reduction kind, View x, View out) {
    double[] exact = real(kind, x, out, false);
    var magnitude = kind == Op.Reduction.SUM ? real(kind, x, out, true) : exact;
    double unit = x.dtype() == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    boolean rounds = kind == Op.Reduction.SUM || kind == Op.Reduction.PROD;
    for (int i = 0; i < exact.length; i++) {
      double rounded = x.dtype() == DType.FLOAT32 ? (float) exact[i] : exact[i];
      double bound = rounds ? x.layout().size() * unit * Math.abs(magnitude[i]) : 0;
      boolean usable = bound > 0 && bound < Double.POSITIVE_INFINITY;
      assertEquals(rounded, Grid.real(out, i), usable ? bound : Double.MIN_VALUE, what);
    }
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

  /// {@return which element of the result each element of the operand goes into}
  private static Layout places(View x, View out) {
    return Layout.rowMajor(out.shape()).expand(x.shape());
  }

  private static double[] real(Op.Reduction kind, View x, View out, boolean magnitudes) {
    var totals = new double[(int) out.layout().size()];
    Arrays.fill(
        totals,
        switch (kind) {
          case SUM -> 0;
          case PROD -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        });
    var places = places(x, out);
    for (long i = 0; i < x.layout().size(); i++) {
      int o = (int) places.index(i);
      double value = magnitudes ? Math.abs(Grid.real(x, i)) : Grid.real(x, i);
      totals[o] =
          switch (kind) {
            case SUM -> totals[o] + value;
            case PROD -> totals[o] * value;
            case MAX -> Math.max(totals[o], value);
            case MIN -> Math.min(totals[o], value);
          };
    }
    return totals;
  }

  private static long[] whole(Op.Reduction kind, View x, View out) {
    var totals = new long[(int) out.layout().size()];
    Arrays.fill(
        totals,
        switch (kind) {
          case SUM -> 0;
          case PROD -> 1;
          case MAX -> x.dtype() == DType.BOOL ? 0 : Long.MIN_VALUE;
          case MIN -> x.dtype() == DType.BOOL ? 1 : Long.MAX_VALUE;
        });
    var places = places(x, out);
    for (long i = 0; i < x.layout().size(); i++) {
      int o = (int) places.index(i);
      long value = Grid.whole(x, i);
      totals[o] =
          switch (kind) {
            case SUM -> totals[o] + value;
            case PROD -> totals[o] * value;
            case MAX -> Math.max(totals[o], value);
            case MIN -> Math.min(totals[o], value);
          };
    }
    return totals;
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

  /// A plain sum of these is wrong by thousands of roundings, along whichever axis.
  @ParameterizedTest(name = "{0} over {1}")
  @CsvSource({
    "100000, 0",
    "50000 2, 0",
    "50000 2, 0 1",
    "2 50000, 1",
    "2 25000 2, 1",
    "100 500 2, 0 1",
    "100 2 500, 0 2"
  })
  void aDoubleSumIsWrongByTheRoundingsOfOnePiece(String extents, String axes) {
    var shape = Shape.of(Stream.of(extents.split(" ")).mapToLong(Long::parseLong).toArray());
    int[] summed = Stream.of(axes.split(" ")).mapToInt(Integer::parseInt).toArray();
    double value = 0.1;
    var tenth = new BigDecimal(value); // exactly what the double is
    for (var layout : List.of(Layout.rowMajor(shape), Layout.repeated(shape), reversed(shape))) {
      var x = Grid.filled(DType.FLOAT64, layout, 0);
      KERNELS.fill(value, x);
      var out = Grid.filled(DType.FLOAT64, reduced(shape, summed), 0);
      KERNELS.reduce(Op.Reduction.SUM, summed, x, out);
      long count = shape.size() / out.layout().size();
      double exact = tenth.multiply(BigDecimal.valueOf(count)).doubleValue();
      for (long i = 0; i < out.layout().size(); i++) {
        assertEquals(exact, Grid.real(out, i), 70 * 0x1p-53 * exact, layout.toString());
      }
    }
  }

  /// Axes laid out in the opposite order.
  private static Layout reversed(Shape shape) {
    var extents = shape.toArray();
    var order = new int[extents.length];
    var turned = new long[extents.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = order.length - 1 - i;
      turned[i] = extents[order[i]];
    }
    return Layout.rowMajor(Shape.of(turned)).permute(order);
  }

  @ParameterizedTest(name = "along a row {0}")
  @ValueSource(booleans = {true, false})
  void whatCancelsLeavesTheRest(boolean row) {
    var x = Grid.of(DType.FLOAT64, 1e16, 1, -1e16, 1);
    if (row) {
      KERNELS.scan(Op.Reduction.SUM, 0, x, x);
      assertEquals(2, Grid.real(x, 3));
    } else { // an accumulator each for two columns
      x = x.with(Layout.of(Shape.of(4, 2), new long[] {1, 0}, x.layout().offset()));
      var out = Grid.of(DType.FLOAT64, Shape.of(1, 2), 0, 0);
      KERNELS.reduce(Op.Reduction.SUM, new int[] {0}, x, out);
      assertEquals(2, Grid.real(out, 0));
      assertEquals(2, Grid.real(out, 1));
    }
  }

  @Test
  void infiniteSumsStayInfinite() {
    for (double[] values : new double[][] {{1, 1 / 0.0, 1}, {Double.MAX_VALUE, 1e308, 1}}) {
      var x = Grid.of(DType.FLOAT64, values);
      var out = Grid.of(DType.FLOAT64, 0);
      KERNELS.reduce(Op.Reduction.SUM, new int[] {0}, x, out);
      assertEquals(Double.POSITIVE_INFINITY, Grid.real(out, 0));
      KERNELS.scan(Op.Reduction.SUM, 0, x, x);
      assertEquals(Double.POSITIVE_INFINITY, Grid.real(x, 2));
    }
    var x = Grid.of(DType.FLOAT64, 1 / 0.0, -1 / 0.0);
    var out = Grid.of(DType.FLOAT64, 0);
    KERNELS.reduce(Op.Reduction.SUM, new int[] {0}, x, out);
    assertEquals(Double.NaN, Grid.real(out, 0));
  }
}
