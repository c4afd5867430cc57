package io.ligature.benchmarks.kernels;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Op;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// `compare` and `where`.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class ChooseBenchmark extends KernelBenchmark {
  private static final Op WHERE = new Op.Where();
  private Tensor a;
  private Tensor b;
  private Tensor c;
  private Tensor mask;

  /// Makes the operands.
  @Setup
  public void begin() {
    a = matrix();
    b = matrix();
    c = a.zerosLike();
    mask = a.gt(b);
  }

  /// a < b.
  @Benchmark
  public void compare() {
    Dispatch.into(mask, Op.Compare.LT, a, b);
  }

  /// One or the other.
  @Benchmark
  public void where() {
    Dispatch.into(c, WHERE, mask, a, b);
  }
}
