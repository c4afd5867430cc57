package io.ligature.benchmarks.kernels;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Op;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// `unary`, every one of the family, of reals between 0.1 and 0.9, or of whole numbers.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class UnaryBenchmark extends KernelBenchmark {
  /// Which one.
  @Param public Op.Unary op;

  private Tensor x;
  private Tensor y;

  /// Makes the operands.
  @Setup
  public void begin() {
    x = Tensor.uniform(Shape.of(size), 0.1, 0.9);
    if (op == Op.Unary.NOT) {
      x = x.times(100).to(DType.INT32);
    }
    y = x.zerosLike();
  }

  /// The kernel.
  @Benchmark
  public void run() {
    Dispatch.into(y, op, x);
  }
}
