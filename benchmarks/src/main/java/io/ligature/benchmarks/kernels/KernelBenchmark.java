package io.ligature.benchmarks.kernels;

import io.ligature.Memory;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Param;

/// A benchmark of several sizes.
public abstract class KernelBenchmark extends Settings {
  /// The length of rows, where there are rows.
  static final int ROW = 64;

  /// Elements: tiny, in the first cache, in the second, in none.
  @Param({"64", "4096", "262144", "16777216"})
  public int size;

  /// {@return the matrix of that size, N(0, 1)}
  final Tensor matrix() {
    return Tensor.randn(size / ROW, ROW);
  }

  /// Computes a function, the sum of its result, and the gradient of that.
  static Tensor learn(UnaryOperator<Tensor> f, Tensor x) {
    return Memory.scope(() -> Grad.grad((Tensor t) -> f.apply(t).sum()).apply(x));
  }
}
