package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.op.Op;
import io.ligature.spi.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArgReduceTest {
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "INT32", "INT64", "BOOL"})
  void findsTheFirstExtremeInEveryLayout(DType dtype) {
    for (var kind : Op.ArgReduction.values()) {
      for (var shape : Grid.SHAPES) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          for (var layout : Grid.layouts(shape)) {
            if (shape.get(axis) > 0) {
              check(kind, axis, Grid.filled(dtype, layout, axis));
            }
          }
        }
      }
    }
  }

  private static void check(Op.ArgReduction kind, int axis, View x) {
    var reduced = x.shape().with(axis, 1);
    var out = Grid.filled(DType.INT64, reduced, 1);
    new CpuKernels().argReduce(kind, axis, x, out);
    Grid.checkWhole(
        kind + " of " + x.layout() + " along " + axis,
        out,
        Grid.filled(DType.INT64, reduced, 1),
        i -> first(kind, axis, x, i));
  }

  private static long first(Op.ArgReduction kind, int axis, View x, long line) {
    long best = 0;
    for (long at = 1; at < x.shape().get(axis); at++) {
      var candidate = x.with(x.layout().slice(axis, at, 1, 1));
      var champion = x.with(x.layout().slice(axis, best, 1, 1));
      int order = compare(candidate, champion, line, kind);
      best = order > 0 ? at : best;
    }
    return best;
  }

  /// {@return more than 0 if `a` is more extreme}
  private static int compare(View a, View b, long i, Op.ArgReduction kind) {
    boolean largest = kind == Op.ArgReduction.ARGMAX;
    if (!a.dtype().isFloating()) {
      long m = Grid.whole(a, i);
      long n = Grid.whole(b, i);
      return largest ? Long.compare(m, n) : Long.compare(n, m);
    }
    double x = Grid.real(a, i);
    double y = Grid.real(b, i);
    if (Double.isNaN(x) || Double.isNaN(y)) {
      return Double.isNaN(y) ? 0 : 1;
    }
    if (x == y) {
      return 0; // -0.0 too
    }
    return largest ? Double.compare(x, y) : Double.compare(y, x);
  }

  @Test
  void theFirstOfEqualOnesWins() {
    var out = Grid.of(DType.INT64, 9);
    new CpuKernels()
        .argReduce(Op.ArgReduction.ARGMAX, 0, Grid.of(DType.FLOAT32, 1, 3, 3, -0.0), out);
    assertEquals(1, Grid.whole(out, 0));
  }

  @Test
  void aNaNIsTheExtreme() {
    var out = Grid.of(DType.INT64, 9);
    for (var kind : Op.ArgReduction.values()) {
      new CpuKernels()
          .argReduce(kind, 0, Grid.of(DType.FLOAT64, 1, -3, Double.NaN, 8, Double.NaN), out);
      assertEquals(2, Grid.whole(out, 0));
    }
  }
}
