package io.ligature.benchmarks;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.AttentionMask;
import io.ligature.nn.Block;
import io.ligature.nn.TransformerEncoderLayer;
import io.ligature.nn.TransformerOptions;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.Optimizer;
import io.ligature.nn.optim.SGD;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Training steps of a transformer's encoder layer: forward, loss, backward and update, inputs N(0,
/// 1).
///
/// ```text
/// width 256, 4 heads, feed-forward 1024, 128 steps, batch 8, mean square, no dropout
/// ```
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class TransformerBenchmark {
  private static final Shape INPUT = Shape.of(8, 128, 256);

  /// Whether every step sees only those before it.
  @Param({"false", "true"})
  public boolean causal;

  private TransformerEncoderLayer layer;
  private AttentionMask mask;
  private Tensor x;
  private Tensor y;
  private Optimizer sgd;

  /// Makes the layer and one batch.
  @Setup
  public void begin() {
    var options =
        TransformerOptions.DEFAULT.feedForward(1024).dropout(0).batchFirst(true).normFirst(true);
    layer = new TransformerEncoderLayer(256, 4, options);
    mask = causal ? AttentionMask.CAUSAL : AttentionMask.NONE;
    x = Tensor.randn(Key.of(1), DType.FLOAT32, INPUT);
    y = Tensor.randn(Key.of(2), DType.FLOAT32, INPUT);
    sgd = new SGD(layer.parameters(), 1e-3);
  }

  /// A step of SGD.
  @Benchmark
  public double sgd() {
    return Memory.scope(
        () -> {
          sgd.zeroGrad();
          var loss = Losses.mse(layer.run(x, mask), y);
          loss.backward();
          sgd.step();
          return loss.item();
        });
  }

  /// Inference on the batch.
  @Benchmark
  public double inference() {
    return Memory.scope(() -> Block.predict(() -> layer.run(x, mask)).get(0, 0, 0).item());
  }
}
