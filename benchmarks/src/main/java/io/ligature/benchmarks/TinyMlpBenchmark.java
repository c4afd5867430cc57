package io.ligature.benchmarks;

import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.AdamW;
import io.ligature.nn.optim.Optimizer;
import io.ligature.nn.optim.SGD;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A net of 4, 8 and 1 units on a batch of 2: so little arithmetic that what is measured is
/// everything else.
///
/// ```text
/// mvn -q -pl benchmarks -am -DskipTests package exec:exec -Dargs=TinyMlp
/// ```
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class TinyMlpBenchmark {
  private static final double LR = 1e-9; // so that millions of steps leave the net what it is

  private final Sequential net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
  private final Tensor x = Tensor.rand(2, 4);
  private final Tensor y = Tensor.rand(2, 1);
  private final Optimizer sgd = new SGD(net.parameters(), LR);
  private final Optimizer momentum = new SGD(net.parameters(), LR).momentum(0.9);
  private final Optimizer adamW = new AdamW(net.parameters(), LR);

  /// Gives every parameter a value and a gradient.
  @Setup
  public void begin() {
    gradients();
  }

  /// Forward alone, as in inference.
  @Benchmark
  public Tensor inference() {
    return Grad.off(() -> net.apply(x));
  }

  /// Forward, recorded.
  @Benchmark
  public Tensor forward() {
    return net.apply(x);
  }

  /// A step alone, with the same gradients every time.
  @Benchmark
  public void update() {
    sgd.step();
  }

  /// Forward and backward.
  @Benchmark
  public Tensor gradients() {
    net.zeroGrad();
    var loss = net.apply(x).sum();
    loss.backward();
    return loss;
  }

  /// Forward, backward and a step: the number to watch.
  @Benchmark
  public Tensor step() {
    return step(sgd);
  }

  /// The same with momentum.
  @Benchmark
  public Tensor stepWithMomentum() {
    return step(momentum);
  }

  /// The same with AdamW.
  @Benchmark
  public Tensor stepWithAdamW() {
    return step(adamW);
  }

  private Tensor step(Optimizer optimizer) {
    optimizer.zeroGrad();
    var loss = net.apply(x).sum();
    loss.backward();
    optimizer.step();
    return loss;
  }

  /// Forward, squared error, backward and a step.
  @Benchmark
  public Tensor fit() {
    sgd.zeroGrad();
    var loss = Losses.mse(net.apply(x), y);
    loss.backward();
    sgd.step();
    return loss;
  }
}
