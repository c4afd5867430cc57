package io.ligature.benchmarks.kernels;

import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.op.Dropout;
import io.ligature.op.FusedOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// Dropout of a tenth.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class DropoutBenchmark extends KernelBenchmark {
  private static final FusedOp OP = new Dropout(Key.of(1), 0.1);
  private Tensor x;
  private Tensor y;

  /// Makes the operands.
  @Setup
  public void begin() {
    x = Tensor.randn(size);
    y = x.zerosLike();
  }

  /// Forward.
  @Benchmark
  public void forward() {
    Dispatch.into(y, OP, x);
  }

  /// Forward, sum and backward.
  @Benchmark
  public Tensor gradient() {
    return learn(t -> Dispatch.execute(OP, t), x);
  }
}
