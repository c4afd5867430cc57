package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReduceTest {
  @ParameterizedTest(name = "sum of {0} x {1} x {2}")
  @CsvSource({
    "1, 1, 1",
    "1, 1, 15",
    "1, 1, 64",
    "1, 1, 5000",
    "3, 1, 100000",
    "5, 7, 9",
    "200, 3, 300",
    "2, 65, 129",
    "300, 1, 1",
    "1, 300, 200",
    "64, 1, 256",
    "0, 3, 4"
  })
  void isTheSumOverAnyAxes(int a, int b, int c) {
    var shape = Shape.of(a, b, c);
    for (var axes :
        List.of(
            new int[] {0},
            new int[] {1},
            new int[] {2},
            new int[] {0, 1},
            new int[] {1, 2},
            new int[] {0, 2},
            new int[] {0, 1, 2},
            new int[] {})) {
      for (var layout : Samples.layouts(shape)) {
        check(axes, Samples.normal(DType.FLOAT32, layout, 1));
      }
    }
  }

  private static void check(int[] axes, View x) {
    var kept = x.shape();
    long count = 1;
    for (int axis : axes) {
      count *= kept.get(axis);
      kept = kept.with(axis, 1);
    }
    var sums = new double[(int) kept.size()];
    var scales = new double[sums.length];
    var places = Layout.rowMajor(kept).expand(x.shape());
    for (long i = 0; i < x.shape().size(); i++) {
      sums[(int) places.index(i)] += Samples.get(x, i);
      scales[(int) places.index(i)] += Math.abs(Samples.get(x, i));
    }
    var found = sum(Team.ALONE, axes, x);
    for (int i = 0; i < sums.length; i++) {
      double near = Math.min(count, 64 + 2) * 0x1p-24 * scales[i] + 0x1p-24 * Math.abs(sums[i]);
      if (!(Math.abs(sums[i] - found[i]) <= near)) {
        assertEquals(sums[i], found[i], "element " + i + " of the sum of " + x.layout());
      }
    }
    for (int threads = 2; threads <= 4; threads++) {
      try (var team = new Team(threads)) {
        assertArrayEquals(found, sum(team, axes, x), threads + " threads");
      }
    }
  }

  private static double[] sum(Team team, int[] axes, View x) {
    var shape = x.shape();
    for (int axis : axes) {
      shape = shape.with(axis, 1);
    }
    var out = Samples.result(x.dtype(), shape);
    new VectorKernels(team).reduce(Op.Reduction.SUM, axes, x, out);
    assertEquals(-1, Samples.firstChangedOutside(out));
    return Samples.values(out);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNotFiniteReachesTheSum(double odd) {
    for (int at : new int[] {0, 17, 999, 1000, 1022}) {
      var x = Samples.repeating(DType.FLOAT32, Samples.contiguous(Shape.of(1, 1, 1023)), 1);
      Samples.set(x, 3 + at, odd);
      assertEquals(odd, sum(Team.ALONE, new int[] {0, 1, 2}, x)[0]);
    }
  }
}
