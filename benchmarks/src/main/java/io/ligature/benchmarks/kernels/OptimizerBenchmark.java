package io.ligature.benchmarks.kernels;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.AdamStep;
import io.ligature.op.Op;
import io.ligature.op.SgdStep;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// The update of one parameter.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class OptimizerBenchmark extends KernelBenchmark {
  private static final Op SGD = new SgdStep(1e-9, 0, 0, 0, false, false, false);
  private static final Op MOMENTUM = new SgdStep(1e-9, 0.9, 0, 0, false, false, false);
  private static final Op ADAM = new AdamStep(1e-9, 0.9, 0.999, 1e-8, 0, false, false, false, 10);
  private Tensor p;
  private Tensor g;
  private Tensor m;
  private Tensor v;

  /// Makes the operands.
  @Setup
  public void begin() {
    p = Tensor.randn(size);
    g = Tensor.randn(size);
    m = Tensor.randn(size);
    v = Tensor.rand(size);
  }

  /// Plain.
  @Benchmark
  public void sgd() {
    Dispatch.into(p, SGD, p, g);
  }

  /// With momentum.
  @Benchmark
  public void momentum() {
    Dispatch.into(new Tensor[] {p, m}, MOMENTUM, p, g, m);
  }

  /// Adam.
  @Benchmark
  public void adam() {
    Dispatch.into(new Tensor[] {p, m, v}, ADAM, p, g, m, v);
  }
}
