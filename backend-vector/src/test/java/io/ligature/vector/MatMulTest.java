package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.cpu.CpuKernels;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatMulTest {
  private static final Team TWO = new Team(2);
  private static final VectorKernels KERNELS = new VectorKernels(TWO);

  @AfterAll
  static void end() {
    TWO.close();
  }

  @ParameterizedTest(name = "{0}: {1} x {2} x {3}") // below, at and beyond tiles and blocks
  @CsvSource({
    "1, 1, 1, 1",
    "1, 2, 4, 8",
    "1, 1, 40, 70",
    "1, 40, 70, 1",
    "1, 70, 1, 40",
    "1, 2, 300, 64",
    "1, 3, 64, 33",
    "1, 4, 16, 32",
    "1, 5, 7, 11",
    "1, 8, 257, 31",
    "1, 12, 256, 32",
    "1, 13, 100, 65",
    "1, 16, 31, 16",
    "1, 17, 33, 95",
    "1, 20, 129, 100",
    "1, 29, 511, 67",
    "1, 67, 30, 515",
    "1, 97, 70, 130",
    "3, 5, 9, 17",
    "2, 24, 65, 64",
    "4, 1, 33, 40",
    "2, 5, 0, 3",
    "1, 0, 3, 4",
    "1, 3, 4, 0",
    "0, 3, 4, 2"
  })
  void isTheSumOverTheInnerAxisInAnyLayout(int batch, int m, int k, int n) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (var left : Samples.layouts(Shape.of(batch, m, k))) {
        for (var right : Samples.layouts(Shape.of(batch, k, n))) {
          check(KERNELS, Samples.normal(dtype, left, 1), Samples.normal(dtype, right, 2));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"130, 300, 530", "256, 64, 64", "33, 520, 1030"})
  void bigOnesAreCutAndStayRight(int m, int k, int n) {
    var a = Shape.of(m, k);
    var b = Shape.of(k, n);
    for (var left : List.of(Samples.contiguous(a), Samples.lastTwoSwapped(a))) {
      for (var right : List.of(Samples.contiguous(b), Samples.lastTwoSwapped(b))) {
        check(
            KERNELS,
            Samples.normal(DType.FLOAT32, left, 3),
            Samples.normal(DType.FLOAT32, right, 4));
      }
    }
  }

  @Test
  void manyMatricesTimesOne() {
    var a = Samples.normal(DType.FLOAT32, Samples.contiguous(Shape.of(6, 9, 40)), 5);
    var one = Layout.rowMajor(Shape.of(1, 40, 50)).expand(Shape.of(6, 40, 50));
    check(KERNELS, a, Samples.normal(DType.FLOAT32, one, 6));
  }

  /// Rounding errors of a sum of products, in whatever order: at most k + 1 of each product.
  private static void check(VectorKernels kernels, View a, View b) {
    var shape = a.shape().with(-1, b.shape().get(-1));
    var out = Samples.result(a.dtype(), shape);
    kernels.matmul(a, b, out);
    long m = shape.get(-2);
    long n = shape.get(-1);
    long k = a.shape().get(-1);
    double epsilon = a.dtype() == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    for (long element = 0; element < shape.size(); element++) {
      long row = element / n; // of all matrices
      long matrix = row / m;
      double sum = 0;
      double scale = 0;
      for (long l = 0; l < k; l++) {
        double product =
            Samples.get(a, row * k + l) * Samples.get(b, (matrix * k + l) * n + element % n);
        sum += product;
        scale += Math.abs(product);
      }
      double found = Samples.get(out, element);
      if (!(Math.abs(found - sum) <= (k + 1) * epsilon * scale)) {
        assertEquals(
            sum, found, "element " + element + " of " + a.layout() + " times " + b.layout());
      }
    }
    assertEquals(-1, Samples.firstChangedOutside(out), "written outside the result");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNotFiniteStaysInItsRow(double odd) {
    var shape = Shape.of(37, 70);
    var a = Samples.repeating(DType.FLOAT32, Layout.rowMajor(shape), 1);
    var b = Samples.repeating(DType.FLOAT32, Layout.rowMajor(Shape.of(70, 45)), 1);
    Samples.set(a, 36 * 70 + 69, odd);
    var out = Samples.result(DType.FLOAT32, Shape.of(37, 45));
    KERNELS.matmul(a, b, out);
    for (int i = 0; i < 37 * 45; i++) {
      assertEquals(i < 36 * 45 ? 70 : odd, Samples.get(out, i), "element " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 300, 500", "300, 64, 65", "13, 700, 900", "1, 700, 900", "900, 700, 1"})
  void anyNumberOfThreadsGivesTheSameBits(int m, int k, int n) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      var a = Samples.normal(dtype, Samples.contiguous(Shape.of(m, k)), 7);
      var b = Samples.normal(dtype, Samples.lastTwoSwapped(Shape.of(k, n)), 8);
      var alone = product(Team.ALONE, a, b);
      for (int threads = 2; threads <= 4; threads++) {
        try (var team = new Team(threads)) {
          assertArrayEquals(alone, product(team, a, b), threads + " threads");
        }
      }
    }
  }

  @Test
  void manyCallersAtOnceAllGetTheirProducts() throws Exception {
    var tasks = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 24; i++) {
      var a = Samples.normal(DType.FLOAT32, Samples.contiguous(Shape.of(60 + i, 90)), i);
      var b = Samples.normal(DType.FLOAT32, Samples.contiguous(Shape.of(90, 70)), -i);
      var expected = product(Team.ALONE, a, b);
      tasks.add(
          () -> {
            boolean same = true;
            for (int round = 0; round < 5; round++) {
              same &= Arrays.equals(expected, product(TWO, a, b));
            }
            return same;
          });
    }
    try (var callers = Executors.newFixedThreadPool(4)) {
      for (var answer : callers.invokeAll(tasks)) {
        assertTrue(answer.get());
      }
    }
  }

  private static double[] product(Team team, View a, View b) {
    var out = Samples.result(a.dtype(), a.shape().with(-1, b.shape().get(-1)));
    new VectorKernels(team).matmul(a, b, out);
    return Samples.values(out);
  }

  @Test
  void wholeNumbersAreLeftToThePlainLoops() {
    var a = Samples.repeating(DType.INT64, Layout.rowMajor(Shape.of(3, 50)), 1, 2, 3);
    var b = Samples.repeating(DType.INT64, Layout.rowMajor(Shape.of(50, 4)), 5, -1);
    var expected = Samples.result(DType.INT64, Shape.of(3, 4));
    var found = Samples.result(DType.INT64, Shape.of(3, 4));
    new CpuKernels().matmul(a, b, expected);
    KERNELS.matmul(a, b, found);
    assertArrayEquals(Samples.values(expected), Samples.values(found));
  }
}
