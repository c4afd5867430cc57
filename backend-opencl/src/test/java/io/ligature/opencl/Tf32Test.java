package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Products on tensor cores, where there are some.
class Tf32Test {
  private static final int DROPPED = 13; // bits of a FLOAT32's fraction that TF32 has not

  private OpenClDevice device;

  @BeforeEach
  void tensorCoresAreHere() {
    device = RealDevice.open(new ProgramCache(null));
    assumeTrue(device.traits().multipliesTf32(), "this device has no tensor cores that take TF32");
  }

  /// {@return the nearest of the numbers with 10 bits behind the point, away from 0 between two}
  private static float rounded(float x) {
    int bits = Float.floatToRawIntBits(x) + (1 << (DROPPED - 1));
    return Float.intBitsToFloat(bits >> DROPPED << DROPPED);
  }

  private static float[] numbers(int count, int seed) {
    var random = new Random(seed);
    var numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private View on(float[] numbers, int rows, int columns, boolean isTransposed) {
    var layout =
        isTransposed
            ? Layout.rowMajor(Shape.of(columns, rows)).permute(1, 0)
            : Layout.rowMajor(Shape.of(rows, columns));
    var x = new View(new DeviceBuffer(device, null, DType.FLOAT32, numbers.length), layout);
    x.storage().write(0, numbers.length, MemorySegment.ofArray(numbers));
    return x;
  }

  @ParameterizedTest(name = "{0} x {1} x {2}, transposed {3} and {4}")
  @CsvSource({
    "2048, 64, 2048, false, false",
    "2048, 64, 2048, true, true",
    "1999, 37, 2001, false, true",
    "1999, 37, 2001, true, false"
  })
  void areThoseOfRoundedOperands(int m, int k, int n, boolean left, boolean right) {
    var a = numbers(m * k, 1);
    var b = numbers(k * n, 2);
    var y = on(new float[m * n], m, n, false);
    MatMul.run(device, on(a, m, k, left), on(b, k, n, right), y);
    var found = new float[m * n];
    y.storage().read(0, found.length, MemorySegment.ofArray(found));
    for (int i = 0; i < m; i += 17) {
      for (int j = 0; j < n; j += 13) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          float x = rounded(a[left ? l * m + i : i * k + l]);
          sum += (double) x * rounded(b[right ? j * k + l : l * n + j]);
        }
        assertEquals(sum, found[i * n + j], 1e-4, "at " + i + ", " + j);
      }
    }
  }
}
