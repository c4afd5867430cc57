package io.ligature;

import io.ligature.op.Op;

/// Matrices seen from their diagonals. An offset counts upwards from the main one.
final class Diagonals {
  private Diagonals() {}

  static Tensor tril(Tensor x, long offset) {
    return kept("tril", x, Op.Compare.LE, offset);
  }

  static Tensor triu(Tensor x, long offset) {
    return kept("triu", x, Op.Compare.GE, offset);
  }

  private static Tensor kept(String op, Tensor x, Op.Compare side, long offset) {
    checkMatrix(op, x);
    var columns = Creation.counted(x, 1, 1, x.shape().get(-1));
    var rows = Creation.counted(x, 0, x.shape().get(-2), 1);
    var inside = Arithmetic.compare(side, columns.minus(rows), offset);
    var zero = Arithmetic.constant(x, x.dtype(), 0);
    return Arithmetic.where(inside, x, zero).to(x.dtype());
  }

  private static void checkMatrix(String op, Tensor x) {
    if (x.rank() < 2) {
      throw new ShapeException("%s needs a matrix; found %s.".formatted(op, x.type()));
    }
  }

  static Tensor diagonal(Tensor x, long offset, int rows, int columns) {
    checkMatrix("diagonal", x);
    return Dispatch.execute(new Op.Diagonal(offset), last(x, rows, columns));
  }

  /// {@return the tensor with two axes moved to the end}
  private static Tensor last(Tensor x, int rows, int columns) {
    int first = Shapes.axis("diagonal", x, rows);
    int second = Shapes.axis("diagonal", x, columns);
    if (first == second) {
      throw new ShapeException(
          "diagonal of %s needs two axes; found %d and %d.".formatted(x.type(), rows, columns));
    }
    var order = new int[x.rank()];
    int at = 0;
    for (int axis = 0; axis < order.length; axis++) {
      if (axis != first && axis != second) {
        order[at++] = axis;
      }
    }
    order[at] = first;
    order[at + 1] = second;
    return x.permute(order);
  }

  static Tensor diag(Tensor x, long offset) {
    if (x.rank() == 2) {
      return diagonal(x, offset, 0, 1).copy();
    }
    if (x.rank() != 1) {
      throw new ShapeException(
          "diag needs a vector or a matrix; found %s. Use diagonal for others."
              .formatted(x.type()));
    }
    long n = x.size() + Math.abs(offset);
    var zeros = Creation.full(x.device(), x.dtype(), Shape.of(n * n), 0);
    long start = offset >= 0 ? offset : -offset * n;
    return Dispatch.execute(new Op.Insert(0, start, n + 1), zeros, x).reshape(n, n);
  }
}
