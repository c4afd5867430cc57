package io.ligature.benchmarks.kernels;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Op;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// `copy` of views, and the layouts it has to follow; and one that converts.
@SuppressWarnings("NullAway.Init") // JMH calls begin() first
public class CopyBenchmark extends KernelBenchmark {
  private static final Op COPY = new Op.Copy(DType.FLOAT32);
  private static final Op WIDEN = new Op.Copy(DType.FLOAT64);
  private Tensor x;
  private Tensor other;
  private Tensor turned;
  private Tensor wide;

  /// Makes the operands.
  @Setup
  public void begin() {
    x = matrix();
    other = x.copy();
    turned = Tensor.zeros(ROW, size / ROW);
    wide = x.to(DType.FLOAT64);
  }

  /// As it lies.
  @Benchmark
  public void contiguous() {
    Dispatch.into(other, COPY, x);
  }

  /// Rows become columns.
  @Benchmark
  public void transposed() {
    Dispatch.into(turned, COPY, x.t());
  }

  /// From the last element to the first.
  @Benchmark
  public void reversed() {
    Dispatch.into(other, COPY, x.flip(0, 1));
  }

  /// To FLOAT64.
  @Benchmark
  public void widened() {
    Dispatch.into(wide, WIDEN, x);
  }
}
