package io.ligature.benchmarks.kernels;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.op.Op;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// Kernels without operands: `fill iota randomBits`.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class CreateBenchmark extends KernelBenchmark {
  private Tensor reals;
  private Tensor words;
  private Op fill;
  private Op iota;
  private Op random;

  /// Makes the operands.
  @Setup
  public void begin() {
    reals = Tensor.zeros(size);
    words = Tensor.zeros(DType.INT32, size);
    fill = new Op.Fill(reals.type(), 1);
    iota = new Op.Iota(reals.type(), 0, 0, 1);
    random = new Op.RandomBits(words.type(), Key.of(1));
  }

  /// One value everywhere.
  @Benchmark
  public void fill() {
    Dispatch.into(reals, fill);
  }

  /// Counting.
  @Benchmark
  public void iota() {
    Dispatch.into(reals, iota);
  }

  /// Philox.
  @Benchmark
  public void randomBits() {
    Dispatch.into(words, random);
  }
}
