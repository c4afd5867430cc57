package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.spi.View;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SortTest {
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "INT32", "INT64", "BOOL"})
  void isStableWithNaNLargestInEveryLayout(DType dtype) {
    for (boolean descending : new boolean[] {false, true}) {
      for (var shape : Grid.SHAPES) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          for (var layout : Grid.layouts(shape)) {
            check(axis, descending, Grid.filled(dtype, layout, axis));
          }
        }
      }
    }
  }

  private static void check(int axis, boolean descending, View x) {
    var values = Grid.filled(x.dtype(), x.shape(), 1);
    var indices = Grid.filled(DType.INT64, x.shape(), 1);
    new CpuKernels().sort(axis, descending, x, values, indices);
    var order = order(axis, descending, x);
    var what = "sort of " + x.layout() + " along " + axis + (descending ? " downwards" : "");
    Grid.check(
        what,
        values,
        Grid.filled(x.dtype(), x.shape(), 1),
        i -> Grid.real(at(x, axis, order[(int) i]), line(x, axis, i)));
    Grid.checkWhole(what, indices, Grid.filled(DType.INT64, x.shape(), 1), i -> order[(int) i]);
  }

  /// {@return for each element of the result, the place along the axis that it comes from}
  private static long[] order(int axis, boolean descending, View x) {
    var order = new long[(int) x.layout().size()];
    long n = x.shape().get(axis);
    long inner = inner(x, axis);
    for (int first = 0; first < order.length; first++) {
      if (first / inner % n == 0) { // where a line begins
        var places = LongStream.range(0, n).boxed().collect(Collectors.toList());
        long line = line(x, axis, first);
        Comparator<Long> ascending = (a, b) -> compare(at(x, axis, a), at(x, axis, b), line);
        places.sort(descending ? ascending.reversed() : ascending); // is stable too
        for (int place = 0; place < n; place++) {
          order[(int) (first + place * inner)] = places.get(place);
        }
      }
    }
    return order;
  }

  private static int compare(View a, View b, long line) {
    if (a.dtype().isFloating()) {
      return Double.compare(Grid.real(a, line) + 0.0, Grid.real(b, line) + 0.0);
    }
    return Long.compare(Grid.whole(a, line), Grid.whole(b, line));
  }

  private static View at(View x, int axis, long place) {
    return x.with(x.layout().slice(axis, place, 1, 1));
  }

  private static long inner(View x, int axis) {
    long inner = 1;
    for (int a = axis + 1; a < x.shape().rank(); a++) {
      inner *= x.shape().get(a);
    }
    return inner;
  }

  /// {@return the number of the line along the axis that element `i` lies on}
  private static long line(View x, int axis, long i) {
    long inner = inner(x, axis);
    return i / (inner * x.shape().get(axis)) * inner + i % inner;
  }
}
