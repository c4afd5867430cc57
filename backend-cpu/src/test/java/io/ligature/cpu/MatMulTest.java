package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatMulTest {
  private static final List<long[]> SIZES = // batch, m, k, n; empty, odd, longer than a vector
      List.of(
          new long[] {1, 1, 1, 1},
          new long[] {1, 2, 3, 4},
          new long[] {3, 2, 3, 1},
          new long[] {2, 1, 5, 3},
          new long[] {1, 17, 33, 9},
          new long[] {2, 5, 0, 3},
          new long[] {1, 0, 3, 4},
          new long[] {1, 3, 4, 0},
          new long[] {0, 3, 4, 2},
          new long[] {2, 6, 2, 19});

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void isTheSumOverTheInnerAxis(DType dtype) {
    for (var size : SIZES) {
      var left = Shape.of(size[0], size[1], size[2]);
      var right = Shape.of(size[0], size[2], size[3]);
      for (var a : Grid.layouts(left)) {
        for (var b : Grid.layouts(right)) {
          check(small(dtype, a, 1), small(dtype, b, 2));
        }
      }
    }
  }

  /// {@return whole numbers so small that every order of summation has the same result}
  private static View small(DType dtype, Layout layout, int seed) {
    var x = Grid.filled(dtype, layout, seed);
    for (long i = 0; i < layout.size(); i++) {
      Grid.set(x, i, (double) ((i * 7 + seed) % 11 - 5));
    }
    return x;
  }

  private static void check(View a, View b) {
    var shape = a.shape().with(-1, b.shape().get(-1));
    var out = Grid.filled(a.dtype(), shape, 3);
    new CpuKernels().matmul(a, b, out);
    long m = a.shape().get(-2);
    long k = a.shape().get(-1);
    long n = b.shape().get(-1);
    Grid.check(
        a.layout() + " times " + b.layout(),
        out,
        Grid.filled(a.dtype(), shape, 3),
        element -> {
          long batch = element / (m * n);
          long i = element / n % m;
          long j = element % n;
          double sum = 0;
          for (long l = 0; l < k; l++) {
            sum += Grid.real(a, (batch * m + i) * k + l) * Grid.real(b, (batch * k + l) * n + j);
          }
          return sum;
        });
  }

  @Test
  void longProductsKeepAllBits() {
    var out = Grid.of(DType.INT64, Shape.of(1, 1), 0);
    var a = Grid.of(DType.INT64, Shape.of(1, 2), 0, 0);
    var b = Grid.of(DType.INT64, Shape.of(2, 1), 0, 0);
    Grid.set(a, 0, (1L << 53) + 1);
    Grid.set(a, 1, 1L << 62);
    Grid.set(b, 0, 1L);
    Grid.set(b, 1, 4L); // wraps to 0
    new CpuKernels().matmul(a, b, out);
    assertEquals((1L << 53) + 1, Grid.whole(out, 0));
  }

  @Test
  void aNaNReachesItsRowAndColumn() {
    for (var b :
        List.of(Layout.rowMajor(Shape.of(2, 2)), Layout.rowMajor(Shape.of(2, 2)).permute(1, 0))) {
      var left = Grid.of(DType.FLOAT32, Shape.of(2, 2), Double.NaN, 0, 1, 1);
      var right = Grid.filled(DType.FLOAT32, b, 0);
      for (int i = 0; i < 4; i++) {
        Grid.set(right, i, 0.0);
      }
      var out = Grid.of(DType.FLOAT32, Shape.of(2, 2), 0, 0, 0, 0);
      new CpuKernels().matmul(left, right, out);
      assertTrue(Double.isNaN(Grid.real(out, 0)) && Double.isNaN(Grid.real(out, 1)));
      assertEquals(0, Grid.real(out, 2));
    }
  }
}
