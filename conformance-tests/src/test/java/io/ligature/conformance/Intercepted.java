package io.ligature.conformance;

import io.ligature.Key;
import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.spi.Kernels;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Kernels with somebody between them and their caller.
final class Intercepted extends Kernels {
  /// Who is called instead of a kernel.
  @FunctionalInterface
  interface Between {
    /// Computes something, or has it computed.
    ///
    /// @param op what is asked for
    /// @param in the operands; of a scatter index and updates, the base lies in `out`
    /// @param right the kernel, for such operands and results
    void call(Op op, View[] in, View[] out, BiConsumer<View[], View[]> right);
  }

  private final Supplier<Kernels> to;
  private final Between between;

  Intercepted(Supplier<Kernels> to, Between between) {
    this.to = to;
    this.between = between;
  }

  private static View[] views(View... views) {
    return views;
  }

  private static TensorType type(View out) {
    return new TensorType(out.dtype(), out.shape());
  }

  @Override
  public void fill(Number value, View out) {
    var op = new Op.Fill(type(out), value);
    between.call(op, views(), views(out), (_, y) -> to.get().fill(value, y[0]));
  }

  @Override
  public void copy(View x, View out) {
    var op = new Op.Copy(out.dtype());
    between.call(op, views(x), views(out), (in, y) -> to.get().copy(in[0], y[0]));
  }

  @Override
  public void iota(Number start, Number step, int axis, View out) {
    var op = new Op.Iota(type(out), axis, start, step);
    between.call(op, views(), views(out), (_, y) -> to.get().iota(start, step, axis, y[0]));
  }

  @Override
  public void randomBits(Key key, View out) {
    var op = new Op.RandomBits(type(out), key);
    between.call(op, views(), views(out), (_, y) -> to.get().randomBits(key, y[0]));
  }

  @Override
  public void unary(Op.Unary op, View x, View out) {
    between.call(op, views(x), views(out), (in, y) -> to.get().unary(op, in[0], y[0]));
  }

  @Override
  public void binary(Op.Binary op, View a, View b, View out) {
    between.call(op, views(a, b), views(out), (in, y) -> to.get().binary(op, in[0], in[1], y[0]));
  }

  @Override
  public void compare(Op.Compare op, View a, View b, View out) {
    between.call(op, views(a, b), views(out), (in, y) -> to.get().compare(op, in[0], in[1], y[0]));
  }

  @Override
  public void where(View condition, View a, View b, View out) {
    between.call(
        Op.Where.OP,
        views(condition, a, b),
        views(out),
        (in, y) -> to.get().where(in[0], in[1], in[2], y[0]));
  }

  @Override
  public void reduce(Op.Reduction kind, int[] axes, View x, View out) {
    var op = new Op.Reduce(kind, Arrays.stream(axes).boxed().toList());
    between.call(op, views(x), views(out), (in, y) -> to.get().reduce(kind, axes, in[0], y[0]));
  }

  @Override
  public void argReduce(Op.ArgReduction kind, int axis, View x, View out) {
    var op = new Op.ArgReduce(kind, axis);
    between.call(op, views(x), views(out), (in, y) -> to.get().argReduce(kind, axis, in[0], y[0]));
  }

  @Override
  public void scan(Op.Reduction kind, int axis, View x, View out) {
    var op = new Op.Scan(kind, axis);
    between.call(op, views(x), views(out), (in, y) -> to.get().scan(kind, axis, in[0], y[0]));
  }

  @Override
  public void matmul(View a, View b, View out) {
    between.call(
        Op.MatMul.OP, views(a, b), views(out), (in, y) -> to.get().matmul(in[0], in[1], y[0]));
  }

  @Override
  public void gather(int axis, View x, View index, View out) {
    var op = new Op.Gather(axis);
    between.call(
        op, views(x, index), views(out), (in, y) -> to.get().gather(axis, in[0], in[1], y[0]));
  }

  @Override
  public void scatter(Op.ScatterMode mode, int axis, View index, View updates, View out) {
    var op = new Op.Scatter(mode, axis);
    between.call(
        op,
        views(index, updates),
        views(out),
        (in, y) -> to.get().scatter(mode, axis, in[0], in[1], y[0]));
  }

  @Override
  public void sort(int axis, boolean descending, View x, View values, View indices) {
    var op = new Op.Sort(axis, descending);
    between.call(
        op,
        views(x),
        views(values, indices),
        (in, y) -> to.get().sort(axis, descending, in[0], y[0], y[1]));
  }
}
