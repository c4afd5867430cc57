package io.ligature.benchmarks.kernels;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Op;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// `reduce argReduce scan` of a matrix: over all of it, over rows, over columns.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class ReduceBenchmark extends KernelBenchmark {
  private static final Op ALL = new Op.Reduce(Op.Reduction.SUM, List.of(0, 1));
  private static final Op ROWS = new Op.Reduce(Op.Reduction.SUM, List.of(1));
  private static final Op COLUMNS = new Op.Reduce(Op.Reduction.SUM, List.of(0));
  private static final Op LARGEST = new Op.Reduce(Op.Reduction.MAX, List.of(1));
  private static final Op WHICH = new Op.ArgReduce(Op.ArgReduction.ARGMAX, 1);
  private static final Op SCAN = new Op.Scan(Op.Reduction.SUM, 1);
  private Tensor x;
  private Tensor y;
  private Tensor one;
  private Tensor column;
  private Tensor row;
  private Tensor places;

  /// Makes the operands.
  @Setup
  public void begin() {
    x = matrix();
    y = x.zerosLike();
    one = Tensor.zeros(1, 1);
    column = Tensor.zeros(size / ROW, 1);
    row = Tensor.zeros(1, ROW);
    places = Tensor.zeros(DType.INT64, size / ROW, 1);
  }

  /// The sum.
  @Benchmark
  public void all() {
    Dispatch.into(one, ALL, x);
  }

  /// The sum of each row.
  @Benchmark
  public void rows() {
    Dispatch.into(column, ROWS, x);
  }

  /// The sum of each column.
  @Benchmark
  public void columns() {
    Dispatch.into(row, COLUMNS, x);
  }

  /// The largest of each row.
  @Benchmark
  public void largest() {
    Dispatch.into(column, LARGEST, x);
  }

  /// Where it stands.
  @Benchmark
  public void argReduce() {
    Dispatch.into(places, WHICH, x);
  }

  /// Running sums of each row.
  @Benchmark
  public void scan() {
    Dispatch.into(y, SCAN, x);
  }
}
