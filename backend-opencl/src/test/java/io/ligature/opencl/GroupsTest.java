package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The kernels shaped for GPUs where groups are smaller, or share less memory, than usual.
class GroupsTest {
  private static final OpenClDevice WHOLE = RealDevice.gpu(1, 256, 1 << 16);

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
    var device = RealDevice.gpu(1, largestGroup, 1 << 15);
    long n = 100_003;
    var sum = empty(device, 1);
    Reduce.run(device, Op.Reduction.SUM, new int[] {0}, counting(device, n), sum);
    assertEquals(n * (n - 1) / 2, read(sum)[0]);
  }

  @ParameterizedTest(name = "groups of {0} with {1} bytes")
  @CsvSource({"64, 32768", "128, 8192", "256, 32768", "256, 16384"})
  void multiplyMatricesOfManyTiles(long largestGroup, long local) {
    var device = RealDevice.gpu(1, largestGroup, local);
    assertMultiplies(device, counting(device, 150, 19), counting(device, 19, 270));
  }

  /// Each way of reading either operand, with tiles that end where the matrix does and that do not.
  @ParameterizedTest(name = "{0} x {2} x {1}")
  @CsvSource({"256, 32, 256", "256, 36, 260", "253, 33, 258", "128, 1, 128", "150, 0, 150"})
  void multiplyMatricesOfEveryLayout(int m, int k, int n) {
    var device = WHOLE;
    for (var a : layouts(device, m, k)) {
      for (var b : layouts(device, k, n)) {
        assertMultiplies(device, a, b);
      }
    }
  }

  @Test
  void multiplyBatches() {
    var device = WHOLE;
    for (int from : new int[] {0, 1}) {
      var a = sliced(counting(device, 3, 140, 20 + from), 2, from, 20);
      var b = sliced(counting(device, 3, 20, 140 + from), 2, from, 140);
      var y = empty(device, 3, 140, 140);
      MatMul.run(device, a, b, y);
      var made = read(y);
      for (int batch = 0; batch < 3; batch++) {
        var expected =
            product(a.with(slice(a.layout(), batch)), b.with(slice(b.layout(), batch)), device);
        int size = 140 * 140;
        assertArrayEquals(expected, Arrays.copyOfRange(made, batch * size, (batch + 1) * size));
      }
    }
  }

  /// A matrix in row-major order, one transposed, one beside others whose elements lie on no
  /// borders, and one with gaps.
  private static List<View> layouts(OpenClDevice device, int rows, int columns) {
    var transposed = counting(device, columns, rows);
    return List.of(
        counting(device, rows, columns),
        transposed.with(transposed.layout().permute(1, 0)),
        sliced(counting(device, rows, columns + 1), 1, 1, columns),
        skipped(counting(device, rows, 2 * columns)));
  }

  private static View sliced(View x, int axis, long from, long length) {
    return x.with(x.layout().slice(axis, from, length, 1));
  }

  private static View skipped(View x) {
    return x.with(x.layout().slice(1, 0, x.shape().get(1) / 2, 2));
  }

  private static Layout slice(Layout x, int batch) {
    return Layout.of(
        x.shape().without(0),
        new long[] {x.stride(1), x.stride(2)},
        x.offset() + batch * x.stride(0));
  }

  private static void assertMultiplies(OpenClDevice device, View a, View b) {
    var y = empty(device, a.shape().get(0), b.shape().get(1));
    MatMul.run(device, a, b, y);
    assertArrayEquals(product(a, b, device), read(y), () -> a.layout() + " times " + b.layout());
  }

  private static long[] product(View a, View b, OpenClDevice device) {
    var x = inOrder(device, a);
    var z = inOrder(device, b);
    int m = (int) a.shape().get(0);
    int k = (int) a.shape().get(1);
    int n = (int) b.shape().get(1);
    var y = new long[m * n];
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        for (int j = 0; j < n; j++) {
          y[i * n + j] += x[i * k + l] * z[l * n + j];
        }
      }
    }
    return y;
  }

  private static long[] inOrder(OpenClDevice device, View x) {
    var copy = empty(device, x.shape().get(0), x.shape().get(1));
    Copy.run(device, x, copy);
    return read(copy);
  }
}
