package io.ligature.benchmarks;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.Adam;
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

/// Training steps of nets of linear layers: forward, loss, backward and update, inputs N(0, 1).
///
/// ```text
/// mlp    784-256-128-10, batch 64, cross-entropy
/// wide   1024-4096-1024, batch 128, mean square
/// ```
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class MlpBenchmark {
  /// Which net.
  @Param({"mlp", "wide"})
  public String net = "mlp";

  private Sequential model;
  private Tensor x;
  private Tensor y;
  private Optimizer sgd;
  private Optimizer adam;

  /// Makes the net and one batch.
  @Setup
  public void begin() {
    boolean mlp = net.equals("mlp");
    model =
        mlp
            ? new Sequential(
                new Linear(784, 256),
                new ReLU(),
                new Linear(256, 128),
                new ReLU(),
                new Linear(128, 10))
            : new Sequential(new Linear(1024, 4096), new ReLU(), new Linear(4096, 1024));
    x = Tensor.randn(Key.of(1), DType.FLOAT32, mlp ? Shape.of(64, 784) : Shape.of(128, 1024));
    y =
        mlp
            ? Tensor.randint(Key.of(2), DType.INT64, Shape.of(64), 0, 10)
            : Tensor.randn(Key.of(2), DType.FLOAT32, Shape.of(128, 1024));
    sgd = new SGD(model.parameters(), 1e-3);
    adam = new Adam(model.parameters(), 1e-5);
  }

  /// A step of SGD.
  @Benchmark
  public double sgd() {
    return step(sgd);
  }

  /// A step of Adam.
  @Benchmark
  public double adam() {
    return step(adam);
  }

  /// Inference on the batch.
  @Benchmark
  public double inference() {
    return Memory.scope(() -> model.predict(x).get(0, 0).item());
  }

  private double step(Optimizer optimizer) {
    return Memory.scope(
        () -> {
          optimizer.zeroGrad();
          var out = model.apply(x);
          var loss = net.equals("mlp") ? Losses.crossEntropy(out, y) : Losses.mse(out, y);
          loss.backward();
          optimizer.step();
          return loss.item();
        });
  }
}
