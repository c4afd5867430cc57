package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.DeviceException;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/// Products that are large enough for ways of their own.
class OpenClMatMulTest {
  private static final int M = 250;
  private static final int N = 260;
  private static final int K = 270;

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void aLargeProductIsThatOfTheCpu(boolean left, boolean right) {
    try {
      Device.of("opencl:0");
    } catch (DeviceException e) {
      throw new TestAbortedException(e.getMessage());
    }
    assertArrayEquals(product("cpu", left, right), product("opencl:0", left, right));
  }

  /// Whole numbers whose sums have no error.
  private static float[] product(String device, boolean left, boolean right) {
    return Device.of(device)
        .with(
            () -> {
              var a = left ? numbers(1, K, M).t() : numbers(1, M, K);
              var b = right ? numbers(2, N, K).t() : numbers(2, K, N);
              return a.matmul(b).toFloatArray();
            });
  }

  private static Tensor numbers(long seed, long rows, long columns) {
    return Tensor.randint(Key.of(seed), DType.INT64, Shape.of(rows, columns), -9, 10)
        .to(DType.FLOAT32);
  }
}
