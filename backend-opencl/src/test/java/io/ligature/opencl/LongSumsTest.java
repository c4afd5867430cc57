package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Shape;
import io.ligature.op.Linear.Activation;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Products of few results with long sums on a GPU of many units, which are made in parts.
class LongSumsTest {
  private static final OpenClDevice DEVICE = RealDevice.gpu(64, 256, 1 << 16);

  private static View of(Layout layout, float... values) {
    return RealDevice.floats(DEVICE, layout, values);
  }

  /// Whole numbers, whose sums have no error in any order.
  private static float[] numbers(int seed, long count) {
    var values = new float[(int) count];
    var random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-9, 10);
    }
    return values;
  }

  private static Layout matrices(boolean turned, long count, long rows, long columns) {
    return turned
        ? Layout.of(Shape.of(count, rows, columns), new long[] {rows * columns, 1, rows}, 0)
        : Layout.rowMajor(Shape.of(count, rows, columns));
  }

  private static long parts(long matrices, long m, long n, long k) {
    var one = of(Layout.rowMajor(Shape.of(1)), 0);
    var a = one.with(Layout.of(Shape.of(matrices, m, k), new long[3], 0));
    var out = one.with(Layout.rowMajor(Shape.of(matrices, m, n)));
    return Tiles.parts(DEVICE.traits(), a, out);
  }

  @Test
  void kIsCutWhereItKeepsMoreGroupsBusy() {
    assertEquals(64, parts(1, 6, 25, 1 << 16));
    assertEquals(4, parts(1, 6, 25, 1024));
    assertEquals(16, parts(2, 100, 100, 4096)); // in parts of 256
    assertEquals(49, parts(1, 30, 30, 49 * 256));
    assertEquals(1, parts(1, 30, 30, 10_007)); // a prime
    assertEquals(1, parts(1, 6, 25, 1000)); // not worth a second launch
    assertEquals(1, parts(1, 1024, 1024, 4096)); // enough tiles
    assertEquals(1, parts(64, 30, 30, 4096));
  }

  @ParameterizedTest(name = "{0} matrices of {1} x {2}, k {3}, turned {4} {5}")
  @CsvSource({
    "1, 6, 25, 4096, false, true",
    "1, 6, 25, 4096, true, false",
    "2, 33, 17, 1024, false, false",
    "1, 70, 90, 1536, true, true"
  })
  void isTheSum(int count, int m, int n, int k, boolean left, boolean right) {
    assertProduct(count, m, n, k, left, right, null, Activation.NONE);
  }

  @Test
  void aBiasAndAnActivationComeAfterTheWholeSum() {
    assertProduct(1, 5, 40, 2048, false, true, numbers(3, 40), Activation.RELU);
  }

  private static void assertProduct(
      int count,
      int m,
      int n,
      int k,
      boolean left,
      boolean right,
      float @Nullable [] bias,
      Activation f) {
    var a = of(matrices(left, count, m, k), numbers(1, (long) count * m * k));
    var b = of(matrices(right, count, k, n), numbers(2, (long) count * k * n));
    var y = of(matrices(false, count, m, n), new float[count * m * n]);
    assertTrue(Tiles.parts(DEVICE.traits(), a, y) > 1);
    var added = bias == null ? null : of(Layout.rowMajor(Shape.of(n)), bias);
    MatMul.run(DEVICE, a, b, added, f, y);
    var expected = new float[count * m * n];
    var as = RealDevice.floats(a);
    var bs = RealDevice.floats(b);
    for (int i = 0; i < expected.length; i++) {
      int matrix = i / n / m;
      int row = i / n % m;
      int column = i % n;
      float sum = bias == null ? 0 : bias[column];
      for (int l = 0; l < k; l++) {
        sum +=
            as[matrix * m * k + (left ? l * m + row : row * k + l)]
                * bs[matrix * k * n + (right ? column * k + l : l * n + column)];
      }
      expected[i] = f == Activation.RELU ? Math.max(0, sum) : sum;
    }
    assertArrayEquals(expected, RealDevice.floats(y));
  }
}
