package io.ligature.benchmarks.kernels;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Linear;
import io.ligature.op.Op;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// `matmul`, in every layout of its operands, and the linear layer that is made of it: batches of
/// 64 rows.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class MatMulBenchmark extends Settings {
  private static final Op RELU = new Linear(Linear.Activation.RELU);

  /// The side of the right operand.
  @Param({"4", "64", "256", "1024", "2048"})
  public int side;

  private Tensor a;
  private Tensor turned;
  private Tensor w;
  private Tensor bias;
  private Tensor c;

  /// Makes the operands.
  @Setup
  public void begin() {
    a = Tensor.randn(64, side);
    turned = Tensor.randn(side, 64).t();
    w = Tensor.randn(side, side);
    bias = Tensor.randn(side);
    c = Tensor.zeros(64, side);
  }

  /// A B.
  @Benchmark
  public void nn() {
    Dispatch.into(c, Op.MatMul.OP, a, w);
  }

  /// A Bᵀ.
  @Benchmark
  public void nt() {
    Dispatch.into(c, Op.MatMul.OP, a, w.t());
  }

  /// Aᵀ B.
  @Benchmark
  public void tn() {
    Dispatch.into(c, Op.MatMul.OP, turned, w);
  }

  /// relu(A Wᵀ + b).
  @Benchmark
  public void linear() {
    Dispatch.into(c, RELU, a, w, bias);
  }
}
