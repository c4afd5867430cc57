package io.ligature.benchmarks.kernels;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Op;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// `gather scatter sort` along the first axis, places at random.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class IndexBenchmark extends KernelBenchmark {
  private static final Op GATHER = new Op.Gather(0);
  private static final Op SET = new Op.Scatter(Op.ScatterMode.SET, 0);
  private static final Op ADD = new Op.Scatter(Op.ScatterMode.ADD, 0);
  private static final Op SORT = new Op.Sort(0, false);
  private Tensor x;
  private Tensor y;
  private Tensor places;
  private Tensor from;

  /// Makes the operands.
  @Setup
  public void begin() {
    x = Tensor.randn(size);
    y = x.copy();
    places = Tensor.randint(Key.of(1), DType.INT64, Shape.of(size), 0, size);
    from = places.zerosLike();
  }

  /// Reads.
  @Benchmark
  public void gather() {
    Dispatch.into(y, GATHER, x, places);
  }

  /// Writes.
  @Benchmark
  public void set() {
    Dispatch.into(y, SET, x, places, x);
  }

  /// Adds.
  @Benchmark
  public void add() {
    Dispatch.into(y, ADD, x, places, x);
  }

  /// Sorts.
  @Benchmark
  public void sort() {
    Dispatch.into(new Tensor[] {y, from}, SORT, x);
  }
}
