package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.DeviceException;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/// More axes than a kernel takes at once, in an order in which no two can be walked as one.
class OpenClRanksTest {
  private static final int[] MIXED = {9, 2, 7, 0, 5, 8, 3, 6, 1, 4};

  @TestFactory
  Stream<DynamicTest> tenAxesGiveWhatTheCpuGives() {
    try {
      Device.of("opencl:0");
    } catch (DeviceException e) {
      throw new TestAbortedException(e.getMessage());
    }
    Map<String, UnaryOperator<Tensor>> operations = new LinkedHashMap<>();
    operations.put("copy", Tensor::contiguous);
    operations.put("cast", x -> x.to(DType.INT32));
    operations.put("unary", Tensor::negate);
    operations.put("binary", x -> x.times(x.transpose(0, 6)));
    operations.put("compare", x -> x.lt(x.transpose(0, 6)));
    operations.put("where", x -> x.lt(0).where(x, x.transpose(0, 6)));
    operations.put("sum of all", Tensor::sum);
    operations.put("sum of some", x -> x.sum(0, 3, 4, 9));
    operations.put("matmul", x -> x.matmul(x.transpose(-1, -2)));
    operations.put("sort", x -> x.sort(4).values());
    operations.put("scan", x -> x.cumsum(5));
    operations.put("argmax", x -> x.argmax(7));
    operations.put("softmax", x -> x.softmax(2));
    operations.put("edit", OpenClRanksTest::edited);
    return operations.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        assertArrayEquals(
                            result("cpu", entry.getValue()),
                            result("opencl:0", entry.getValue()),
                            1e-5)));
  }

  private static double[] result(String device, UnaryOperator<Tensor> operation) {
    return Device.of(device)
        .with(
            () -> {
              var x =
                  Tensor.randint(
                      Key.of(1), DType.INT64, Shape.of(2, 2, 3, 2, 2, 3, 2, 2, 3, 2), -9, 10);
              return operation.apply(x.to(DType.FLOAT32).permute(MIXED)).toDoubleArray();
            });
  }

  private static Tensor edited(Tensor x) {
    var y = x.copy();
    y.permute(MIXED).plusAssign(1);
    return y;
  }
}
