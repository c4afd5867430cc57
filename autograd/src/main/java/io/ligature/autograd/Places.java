package io.ligature.autograd;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Op;
import io.ligature.op.TensorType;

/// What rules do with places: of slices, windows and indices.
final class Places {
  private Places() {}

  static Tensor full(Tensor like, Shape shape, Number value) {
    return Dispatch.create(
        like.device(), new Op.Fill(new TensorType(like.dtype(), shape), value.doubleValue()));
  }

  static Tensor zeros(Tensor like, Shape shape) {
    return full(like, shape, 0);
  }

  /// {@return zeros that are one element in memory, for those who only read them}
  static Tensor nothing(Tensor like, Shape shape) {
    return zeros(like, Shape.of()).expand(shape);
  }

  static Tensor slice(Tensor x, int axis, long start, long count, long step) {
    return Dispatch.execute(new Op.Slice(axis, start, count, step), x);
  }

  static Tensor insert(Tensor base, Tensor x, int axis, long start, long step) {
    return Dispatch.execute(new Op.Insert(axis, start, step), base, x);
  }

  /// {@return what operand `i` of a concatenation contributed}
  static Tensor part(Tensor g, Node concat, int i, int axis) {
    long start = 0;
    for (int before = 0; before < i; before++) {
      start += concat.shape(before).get(axis);
    }
    return slice(g, axis, start, concat.shape(i).get(axis), 1);
  }

  static Tensor gather(Tensor x, int axis, Tensor index) {
    return Dispatch.execute(new Op.Gather(axis), x, index);
  }

  static Tensor set(Tensor base, int axis, Tensor index, Tensor updates) {
    return Dispatch.execute(new Op.Scatter(Op.ScatterMode.SET, axis), base, index, updates);
  }

  /// {@return zeros of a shape, with each element of `g` added at its index}
  static Tensor spread(Tensor g, Shape shape, int axis, Tensor index) {
    var add = new Op.Scatter(Op.ScatterMode.ADD, axis);
    return Dispatch.execute(add, zeros(g, shape), index, g);
  }

  /// {@return zeros of a shape, with `g` on a diagonal of the matrices in the last two axes}
  static Tensor spread(Tensor g, Shape shape, Op.Diagonal op) {
    long rows = shape.get(-2);
    long columns = shape.get(-1);
    long start = op.offset() >= 0 ? op.offset() : -op.offset() * columns;
    var lines = zeros(g, shape.without(-1).with(-1, rows * columns));
    return insert(lines, g, shape.rank() - 2, start, columns + 1).reshape(shape);
  }

  /// {@return for each update of a scatter, whether a later one did not overwrite it}
  static Tensor survives(Shape base, int axis, Tensor index) {
    var numbers = count(index, index.shape(), axis, 1);
    var written = set(whole(index, base), axis, index, numbers);
    return gather(written, axis, index).eq(numbers);
  }

  private static Tensor whole(Tensor like, Shape shape) {
    return Dispatch.create(
        like.device(), new Op.Fill(new TensorType(DType.INT64, shape), (Number) 0L));
  }

  /// {@return 0, step, 2 step, ... along an axis, in INT64}
  private static Tensor count(Tensor like, Shape shape, int axis, long step) {
    var type = new TensorType(DType.INT64, shape);
    return Dispatch.create(like.device(), new Op.Iota(type, axis, (Number) 0L, (Number) step));
  }

  /// {@return for each element of a running extreme, where along the axis its value first stood}
  static Tensor sinceWhen(Tensor y, int axis) {
    long extent = y.shape().get(axis);
    var first = slice(y, axis, 0, Math.min(extent, 1), 1);
    var rest = slice(y, axis, 0, Math.max(extent - 1, 0), 1);
    var previous = Dispatch.execute(new Op.Concat(axis), first, rest);
    var here = count(y, y.shape(), axis, 1);
    return Axes.scan(Op.Reduction.MAX, here.maskedFill(y.eq(previous), 0), axis);
  }

  /// {@return windows added up where they came from, the gradient of unfolding}
  static Tensor fold(Tensor g, Shape shape, Op.Unfold op) {
    int axis = op.axis();
    long windows = g.shape().get(axis);
    long covered = windows * op.size();
    var order = new java.util.ArrayList<Integer>();
    for (int i = 0; i < shape.rank(); i++) {
      order.add(i);
    }
    order.add(axis + 1, shape.rank()); // each window's elements beside the windows
    var lines = Dispatch.execute(new Op.Permute(order), g).reshape(shape.with(axis, covered));
    var grid = Shape.of(windows, op.size());
    var index = count(g, grid, 0, op.step()).plus(count(g, grid, 1, 1));
    var along = new long[shape.rank()];
    java.util.Arrays.fill(along, 1);
    along[axis] = covered;
    return spread(lines, shape, axis, index.reshape(Shape.of(along)).expand(lines.shape()));
  }
}
