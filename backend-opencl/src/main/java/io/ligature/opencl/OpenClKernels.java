package io.ligature.opencl;

import io.ligature.Key;
import io.ligature.op.Op;
import io.ligature.spi.Kernels;
import io.ligature.spi.View;

/// The fifteen kernels, a file a family.
final class OpenClKernels extends Kernels {
  private final OpenClDevice device;

  OpenClKernels(OpenClDevice device) {
    this.device = device;
  }

  @Override
  public void fill(Number value, View out) {
    Make.fill(device, value, out);
  }

  @Override
  public void copy(View x, View out) {
    Copy.run(device, x, out);
  }

  @Override
  public void iota(Number start, Number step, int axis, View out) {
    Make.iota(device, start, step, axis, out);
  }

  @Override
  public void randomBits(Key key, View out) {
    Make.randomBits(device, key, out);
  }

  @Override
  public void unary(Op.Unary op, View x, View out) {
    Elementwise.unary(device, op, x, out);
  }

  @Override
  public void binary(Op.Binary op, View a, View b, View out) {
    Elementwise.binary(device, op, a, b, out);
  }

  @Override
  public void compare(Op.Compare op, View a, View b, View out) {
    Elementwise.compare(device, op, a, b, out);
  }

  @Override
  public void where(View condition, View a, View b, View out) {
    Elementwise.where(device, condition, a, b, out);
  }

  @Override
  public void reduce(Op.Reduction kind, int[] axes, View x, View out) {
    Reduce.run(device, kind, axes, x, out);
  }

  @Override
  public void argReduce(Op.ArgReduction kind, int axis, View x, View out) {
    Lines.argReduce(device, kind, axis, x, out);
  }

  @Override
  public void scan(Op.Reduction kind, int axis, View x, View out) {
    Lines.scan(device, kind, axis, x, out);
  }

  @Override
  public void matmul(View a, View b, View out) {
    MatMul.run(device, a, b, out);
  }

  @Override
  public void gather(int axis, View x, View index, View out) {
    Lines.gather(device, axis, x, index, out);
  }

  @Override
  public void scatter(Op.ScatterMode mode, int axis, View index, View updates, View out) {
    Lines.scatter(device, mode, axis, index, updates, out);
  }

  @Override
  public void sort(int axis, boolean descending, View x, View values, View indices) {
    Sort.run(device, axis, descending, x, values, indices);
  }
}
