package io.ligature.benchmarks.kernels;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Op;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// `binary`, every one of the family, of reals between 0.1 and 0.9, or of whole numbers.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class BinaryBenchmark extends KernelBenchmark {
  /// Which one.
  @Param public Op.Binary op;

  private Tensor a;
  private Tensor b;
  private Tensor row;
  private Tensor c;

  /// Makes the operands.
  @Setup
  public void begin() {
    a = Tensor.uniform(Shape.of(size / ROW, ROW), 0.1, 0.9);
    b = Tensor.uniform(Shape.of(size / ROW, ROW), 0.1, 0.9);
    switch (op) {
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> {
        a = a.times(100).to(DType.INT32);
        b = b.times(30).to(DType.INT32);
      }
      default -> {}
    }
    row = b.get(0).expand(b.shape());
    c = a.zerosLike();
  }

  /// Of two tensors.
  @Benchmark
  public void both() {
    Dispatch.into(c, op, a, b);
  }

  /// Of a tensor and one row for all of its rows.
  @Benchmark
  public void rows() {
    Dispatch.into(c, op, a, row);
  }
}
