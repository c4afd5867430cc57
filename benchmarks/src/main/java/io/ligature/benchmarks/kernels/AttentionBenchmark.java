package io.ligature.benchmarks.kernels;

import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Attention;
import io.ligature.op.FusedOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Attention of 4 heads of width 64 over sequences of tokens.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class AttentionBenchmark extends Settings {
  /// How many tokens.
  @Param({"4", "128", "1024", "4096"})
  public int tokens;

  /// Whether tokens see themselves and those before alone.
  @Param({"false", "true"})
  public boolean causal;

  private FusedOp op;
  private Tensor q;
  private Tensor k;
  private Tensor v;
  private Tensor y;

  /// Makes the operands.
  @Setup
  public void begin() {
    op = new Attention(causal, 0.125);
    var shape = Shape.of(1, 4, tokens, 64);
    q = Tensor.randn(shape);
    k = Tensor.randn(shape);
    v = Tensor.randn(shape);
    y = q.zerosLike();
  }

  /// Forward.
  @Benchmark
  public void forward() {
    Dispatch.into(y, op, q, k, v);
  }

  /// Forward, sum and backward to the queries.
  @Benchmark
  public Tensor gradient() {
    return KernelBenchmark.learn(t -> Dispatch.execute(op, t, k, v), q);
  }
}
