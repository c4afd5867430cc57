package io.ligature.benchmarks.kernels;

import io.ligature.Dispatch;
import io.ligature.Memory;
import io.ligature.Tensor;
import io.ligature.op.AdaptiveAvgPool;
import io.ligature.op.AdaptiveMaxPool;
import io.ligature.op.AvgPool;
import io.ligature.op.BatchNorm;
import io.ligature.op.BatchNormInference;
import io.ligature.op.Conv;
import io.ligature.op.ConvTranspose;
import io.ligature.op.FusedOp;
import io.ligature.op.MaxPool;
import io.ligature.op.Window;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Convolutions, pools and batch normalisation of 16 channels, alone and with their gradients: of
/// one small image up to many large ones.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class WindowBenchmark extends KernelBenchmark {
  private static final int CHANNELS = 16;
  private static final double EPS = 1e-5;

  /// Which one: kernels are 3 x 3, of pools 2 x 2; `depthwise` has a group for each channel.
  @Param({
    "conv",
    "depthwise",
    "convTranspose",
    "maxPool",
    "avgPool",
    "adaptiveMaxPool",
    "adaptiveAvgPool",
    "batchNorm",
    "batchNormInference"
  })
  public String kind;

  private FusedOp op;
  private Tensor x;
  private Tensor[] others;

  /// Makes the operands.
  @Setup
  public void begin() {
    var three = List.of(Window.of(3).padding(1), Window.of(3).padding(1));
    var two = List.of(Window.of(2).stride(2), Window.of(2).stride(2));
    op =
        switch (kind) {
          case "conv" -> new Conv(three, 1);
          case "depthwise" -> new Conv(three, CHANNELS);
          case "convTranspose" -> new ConvTranspose(three, List.of(0L, 0L), 1);
          case "maxPool" -> new MaxPool(two);
          case "avgPool" -> new AvgPool(two, true);
          case "adaptiveMaxPool" -> new AdaptiveMaxPool(List.of(2L, 2L));
          case "adaptiveAvgPool" -> new AdaptiveAvgPool(List.of(2L, 2L));
          case "batchNorm" -> new BatchNorm(EPS);
          default -> new BatchNormInference(EPS);
        };
    int side = size < 4096 ? 2 : size < 1 << 20 ? 16 : 32;
    x = Tensor.randn(Math.max(1, size / CHANNELS / side / side), CHANNELS, side, side);
    var ones = Tensor.ones(CHANNELS);
    others =
        switch (kind) {
          case "conv", "convTranspose" -> new Tensor[] {Tensor.randn(CHANNELS, CHANNELS, 3, 3)};
          case "depthwise" -> new Tensor[] {Tensor.randn(CHANNELS, 1, 3, 3)};
          case "batchNorm" -> new Tensor[] {ones, ones};
          case "batchNormInference" -> new Tensor[] {ones, ones, ones, ones};
          default -> new Tensor[0];
        };
  }

  /// Forward, into memory of the pool.
  @Benchmark
  public long forward() {
    return Memory.scope(() -> run(x).size());
  }

  /// Forward, sum and backward.
  @Benchmark
  public Tensor gradient() {
    return learn(this::run, x);
  }

  private Tensor run(Tensor t) {
    var operands = Stream.concat(Stream.of(t), Stream.of(others)).toArray(Tensor[]::new);
    return Dispatch.executeAll(op, operands)[0];
  }
}
