package io.ligature.benchmarks.kernels;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import io.ligature.op.GroupNorm;
import io.ligature.op.LayerNorm;
import io.ligature.op.RmsNorm;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Normalised rows, alone and with their gradients; groups are of 8 channels of 16.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class NormBenchmark extends KernelBenchmark {
  private static final double EPS = 1e-5;

  /// Which one.
  @Param({"layer", "rms", "group"})
  public String kind;

  private FusedOp op;
  private Tensor x;
  private Tensor y;
  private Tensor[] weights;

  /// Makes the operands.
  @Setup
  public void begin() {
    op =
        switch (kind) {
          case "layer" -> new LayerNorm(1, EPS);
          case "rms" -> new RmsNorm(1, EPS);
          default -> new GroupNorm(2, EPS);
        };
    x = kind.equals("group") ? Tensor.randn(size / ROW, 16, 4) : matrix();
    y = x.zerosLike();
    var scale = Tensor.ones(x.shape().get(kind.equals("group") ? 1 : -1));
    weights = kind.equals("rms") ? new Tensor[] {scale} : new Tensor[] {scale, scale.zerosLike()};
  }

  /// Forward.
  @Benchmark
  public void forward() {
    Dispatch.into(y, op, operands(x));
  }

  /// Forward, sum and backward.
  @Benchmark
  public Tensor gradient() {
    return learn(t -> Dispatch.execute(op, operands(t)), x);
  }

  private Tensor[] operands(Tensor t) {
    return Stream.concat(Stream.of(t), Stream.of(weights)).toArray(Tensor[]::new);
  }
}
