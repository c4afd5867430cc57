package io.ligature.benchmarks.kernels;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Erfc;
import io.ligature.op.FusedOp;
import io.ligature.op.Gelu;
import io.ligature.op.LogSoftmax;
import io.ligature.op.Silu;
import io.ligature.op.Softmax;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// `gelu erfc silu softmax logSoftmax` of rows, alone and with their gradients.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class ActivationBenchmark extends KernelBenchmark {
  /// What there is.
  @SuppressWarnings("ImmutableEnumChecker") // operations are records of numbers
  public enum Kind {
    /// by erf
    GELU(Gelu.EXACT),
    /// by tanh
    GELU_TANH(Gelu.TANH),
    /// 1 - erf(x)
    ERFC(Erfc.OP),
    /// x sigmoid(x)
    SILU(Silu.OP),
    /// of rows
    SOFTMAX(new Softmax(1)),
    /// of rows
    LOG_SOFTMAX(new LogSoftmax(1));

    private final FusedOp op;

    Kind(FusedOp op) {
      this.op = op;
    }
  }

  /// Which one.
  @Param public Kind kind;

  private FusedOp op;
  private Tensor x;
  private Tensor y;

  /// Makes the operands.
  @Setup
  public void begin() {
    op = kind.op;
    x = matrix();
    y = x.zerosLike();
  }

  /// Forward.
  @Benchmark
  public void forward() {
    Dispatch.into(y, op, x);
  }

  /// Forward, sum and backward.
  @Benchmark
  public Tensor gradient() {
    return learn(t -> Dispatch.execute(op, t), x);
  }
}
