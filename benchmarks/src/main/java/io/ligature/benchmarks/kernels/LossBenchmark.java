package io.ligature.benchmarks.kernels;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.CrossEntropy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// Cross-entropy of rows of scores.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class LossBenchmark extends KernelBenchmark {
  private Tensor scores;
  private Tensor classes;

  /// Makes the operands.
  @Setup
  public void begin() {
    scores = matrix();
    classes = Tensor.randint(Key.of(1), DType.INT64, Shape.of(size / ROW), 0, ROW);
  }

  /// Forward.
  @Benchmark
  public Tensor forward() {
    return Memory.scope(() -> Dispatch.execute(CrossEntropy.OP, scores, classes));
  }

  /// Forward and backward.
  @Benchmark
  public Tensor gradient() {
    return learn(t -> Dispatch.execute(CrossEntropy.OP, t, classes), scores);
  }
}
