package io.ligature.cpu;

import io.ligature.Key;
import io.ligature.op.Op;
import io.ligature.spi.Kernels;
import io.ligature.spi.View;

/// The fifteen kernels, a file a family. Open to the vector backend.
public class CpuKernels extends Kernels {
  /// For the backend and for subclasses.
  public CpuKernels() {}

  @Override
  public void fill(Number value, View out) {
    Fill.run(value, out);
  }

  @Override
  public void copy(View x, View out) {
    Copy.run(x, out);
  }

  @Override
  public void iota(Number start, Number step, int axis, View out) {
    Iota.run(start, step, axis, out);
  }

  @Override
  public void randomBits(Key key, View out) {
    RandomBits.run(key, out);
  }

  @Override
  public void unary(Op.Unary op, View x, View out) {
    Elementwise.unary(op, x, out);
  }

  @Override
  public void binary(Op.Binary op, View a, View b, View out) {
    Elementwise.binary(op, a, b, out);
  }

  @Override
  public void compare(Op.Compare op, View a, View b, View out) {
    Compare.run(op, a, b, out);
  }

  @Override
  public void where(View condition, View a, View b, View out) {
    Where.run(condition, a, b, out);
  }

  @Override
  public void reduce(Op.Reduction kind, int[] axes, View x, View out) {
    Reduce.run(kind, axes, x, out);
  }

  @Override
  public void argReduce(Op.ArgReduction kind, int axis, View x, View out) {
    ArgReduce.run(kind, axis, x, out);
  }

  @Override
  public void scan(Op.Reduction kind, int axis, View x, View out) {
    Scan.run(kind, axis, x, out);
  }

  @Override
  public void matmul(View a, View b, View out) {
    MatMul.run(a, b, out);
  }

  @Override
  public void gather(int axis, View x, View index, View out) {
    Gather.run(axis, x, index, out);
  }

  @Override
  public void scatter(Op.ScatterMode mode, int axis, View index, View updates, View out) {
    Scatter.run(mode, axis, index, updates, out);
  }

  @Override
  public void sort(int axis, boolean descending, View x, View values, View indices) {
    Sort.run(axis, descending, x, values, indices);
  }
}
