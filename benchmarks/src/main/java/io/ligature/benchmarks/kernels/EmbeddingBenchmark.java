package io.ligature.benchmarks.kernels;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Embedding;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// As many rows of a table as would make up its size, at random.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class EmbeddingBenchmark extends KernelBenchmark {
  private Tensor table;
  private Tensor rows;
  private Tensor y;

  /// Makes the operands.
  @Setup
  public void begin() {
    table = matrix();
    y = table.zerosLike();
    rows = Tensor.randint(Key.of(1), DType.INT64, Shape.of(size / ROW), 0, size / ROW);
  }

  /// Forward.
  @Benchmark
  public void forward() {
    Dispatch.into(y, Embedding.OP, table, rows);
  }

  /// Forward, sum and backward.
  @Benchmark
  public Tensor gradient() {
    return learn(t -> Dispatch.execute(Embedding.OP, t, rows), table);
  }
}
