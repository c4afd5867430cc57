package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.ligature.Shape;
import io.ligature.op.LayerNorm;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows that a larger group of work items takes on a GPU, and the longest that it does not.
class LongRowsTest {
  private static final OpenClDevice DEVICE =
      RealDevice.open(new ProgramCache(null), traits -> traits.asGpu(true));
  private static final int ROWS = 3;
  private static final float OF_SHARES = 1e-4f; // in thousandths, none above 100
  private static final float OF_NORMS = 4e-6f; // none above 5

  private static View of(float[] values) {
    return RealDevice.floats(DEVICE, Layout.rowMajor(Shape.of(ROWS, values.length / ROWS)), values);
  }

  private static float[] numbers(int count) {
    var values = new float[count];
    var random = new Random(1);
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[] row(float[] x, int row, int n) {
    var values = new double[n];
    Arrays.setAll(values, i -> x[row * n + i]);
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1023, 1024, 5000})
  void softmaxAddsUpAllOfARow(int n) {
    var x = numbers(ROWS * n);
    var y = of(new float[ROWS * n]);
    Softmaxes.softmax(DEVICE, 1, new View[] {of(x)}, new View[] {y});
    var expected = new float[ROWS * n];
    for (int row = 0; row < ROWS; row++) {
      double sum = Arrays.stream(row(x, row, n)).map(Math::exp).sum();
      for (int i = 0; i < n; i++) {
        expected[row * n + i] = (float) (1000 * Math.exp(x[row * n + i]) / sum);
      }
    }
    var found = RealDevice.floats(y);
    for (int i = 0; i < found.length; i++) {
      found[i] *= 1000;
    }
    assertArrayEquals(expected, found, OF_SHARES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1023, 1024, 5000})
  void normsAreOfAllOfARow(int n) {
    var x = numbers(ROWS * n);
    var y = of(new float[ROWS * n]);
    Norms.forward(DEVICE, new LayerNorm(1, 0), new View[] {of(x)}, y);
    var expected = new float[ROWS * n];
    for (int row = 0; row < ROWS; row++) {
      var values = row(x, row, n);
      double mean = Arrays.stream(values).sum() / n;
      double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / n;
      for (int i = 0; i < n; i++) {
        expected[row * n + i] = (float) ((values[i] - mean) / Math.sqrt(variance));
      }
    }
    assertArrayEquals(expected, RealDevice.floats(y), OF_NORMS);
  }
}
