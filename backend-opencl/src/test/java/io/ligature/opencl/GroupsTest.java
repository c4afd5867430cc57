package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The kernels shaped for GPUs where groups are smaller, or share less memory, than usual.
class GroupsTest {
  private static OpenClDevice device(long largestGroup, long local) {
    return RealDevice.open(
        new ProgramCache(null),
        real ->
            new Traits(
                real.platform(),
                real.name(),
                real.driver(),
                true,
                1,
                real.floats(),
                real.memory(),
                real.largest(),
                largestGroup,
                local,
                real.computesDoubles(),
                real.roundsRoots(),
                ""));
  }

  /// The numbers 0, 1, 2, ...
  private static View counting(OpenClDevice device, long... extents) {
    var x = empty(device, extents);
    var numbers = new long[(int) x.layout().size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    x.storage().write(0, numbers.length, MemorySegment.ofArray(numbers));
    return x;
  }

  private static View empty(OpenClDevice device, long... extents) {
    var layout = Layout.rowMajor(Shape.of(extents));
    return new View(new DeviceBuffer(device, null, DType.INT64, layout.size()), layout);
  }

  private static long[] read(View x) {
    var numbers = new long[(int) x.layout().size()];
    x.storage().read(0, numbers.length, MemorySegment.ofArray(numbers));
    return numbers;
  }

  @ParameterizedTest(name = "groups of {0}")
  @CsvSource({"64", "100", "128", "256", "4096"})
  void addWhatTakesManyGroups(long largestGroup) {
    var device = device(largestGroup, 1 << 15);
    long n = 100_003;
    var sum = empty(device, 1);
    Reduce.run(device, Op.Reduction.SUM, new int[] {0}, counting(device, n), sum);
    assertEquals(n * (n - 1) / 2, read(sum)[0]);
  }

  @ParameterizedTest(name = "groups of {0} with {1} bytes")
  @CsvSource({"64, 32768", "128, 4096", "256, 32768", "256, 16384"})
  void multiplyMatricesOfManyTiles(long largestGroup, long local) {
    var device = device(largestGroup, local);
    int m = 150;
    int k = 19;
    int n = 270;
    var product = empty(device, m, n);
    MatMul.run(device, counting(device, m, k), counting(device, k, n), product);
    var expected = new long[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < k; l++) {
          expected[i * n + j] += (long) (i * k + l) * (l * n + j);
        }
      }
    }
    assertArrayEquals(expected, read(product));
  }
}
