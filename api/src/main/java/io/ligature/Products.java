package io.ligature;

import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How vectors and batches become plain products of matrices.
final class Products {
  private Products() {}

  static Tensor matmul(Tensor a, Tensor b) {
    Missing.check("matmul", a, b);
    check(a, b);
    var dtype = Arithmetic.computing(Op.Domain.NUMBER, DType.promote(a.dtype(), b.dtype()));
    var left = a.rank() == 1 ? a.reshape(1, a.size()) : a;
    var right = b.rank() == 1 ? b.reshape(b.size(), 1) : b;
    var product = matrices(left.to(dtype), right.to(dtype));
    if (a.rank() > 1 && b.rank() > 1) {
      return product;
    }
    var shape = product.shape();
    if (b.rank() == 1) {
      shape = shape.without(-1);
    }
    if (a.rank() == 1) {
      shape = shape.without(b.rank() == 1 ? -1 : -2);
    }
    return product.reshape(shape);
  }

  private static void check(Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw new ShapeException(
          "matmul needs vectors or matrices; found %s times %s. Use times for scalars."
              .formatted(a.shape(), b.shape()));
    }
    long inner = b.shape().get(b.rank() == 1 ? 0 : -2);
    if (a.shape().get(-1) != inner) {
      throw new ShapeException(
          "matmul of %s times %s: the inner extents %d and %d differ. Transpose or reshape one of them."
              .formatted(a.shape(), b.shape(), a.shape().get(-1), inner));
    }
  }

  private static Tensor matrices(Tensor a, Tensor b) {
    if (a.rank() == 2 && b.rank() == 2) {
      return Dispatch.execute(Op.MatMul.OP, a, b);
    }
    if (b.rank() == 2) { // one tall matrix instead of a batch
      long k = a.shape().get(-1);
      var tall = a.reshape(a.shape().without(-1).size(), k);
      var product = Dispatch.execute(Op.MatMul.OP, tall, b);
      return product.reshape(a.shape().with(-1, b.shape().get(-1)));
    }
    var batch = batch(a, b);
    return Dispatch.execute(Op.MatMul.OP, withBatch(a, batch), withBatch(b, batch));
  }

  private static long[] batch(Tensor a, Tensor b) {
    var extents = new long[Math.max(a.rank(), b.rank()) - 2];
    for (int fromEnd = 1; fromEnd <= extents.length; fromEnd++) {
      long m = fromEnd + 2 <= a.rank() ? a.shape().get(-fromEnd - 2) : 1;
      long n = fromEnd + 2 <= b.rank() ? b.shape().get(-fromEnd - 2) : 1;
      if (m != n && m != 1 && n != 1) {
        throw new ShapeException(
            "matmul of %s times %s: the axes in front of the matrices do not broadcast, extents %d and %d."
                .formatted(a.shape(), b.shape(), m, n));
      }
      extents[extents.length - fromEnd] = m == 1 ? n : m;
    }
    return extents;
  }

  private static Tensor withBatch(Tensor x, long[] batch) {
    var extents = Arrays.copyOf(batch, batch.length + 2);
    extents[batch.length] = x.shape().get(-2);
    extents[batch.length + 1] = x.shape().get(-1);
    return Arithmetic.expand(x, Shape.of(extents));
  }

  static Tensor dot(Tensor a, Tensor b) {
    Missing.check("dot", a, b);
    if (a.rank() != 1 || !a.shape().equals(b.shape())) {
      throw new ShapeException(
          "dot needs two vectors of one extent; found %s and %s. Use matmul or inner for more axes."
              .formatted(a.shape(), b.shape()));
    }
    return matmul(a, b);
  }

  static Tensor outer(Tensor a, Tensor b) {
    Missing.check("outer", a, b);
    if (a.rank() != 1 || b.rank() != 1) {
      throw new ShapeException(
          "outer needs two vectors; found %s and %s. Flatten them, or use tensordot with 0 axes."
              .formatted(a.shape(), b.shape()));
    }
    return a.unsqueeze(1).times(b);
  }

  static Tensor tensordot(Tensor a, Tensor b, int count) {
    Missing.check("tensordot", a, b);
    if (count < 0 || count > Math.min(a.rank(), b.rank())) {
      throw new ShapeException(
          "tensordot of %s and %s cannot sum over %d axes of each."
              .formatted(a.shape(), b.shape(), count));
    }
    var last = new int[count];
    var first = new int[count];
    Arrays.setAll(last, i -> a.rank() - count + i);
    Arrays.setAll(first, i -> i);
    return tensordot(a, b, last, first);
  }

  static Tensor tensordot(Tensor a, Tensor b, int[] axes, int[] otherAxes) {
    Missing.check("tensordot", a, b);
    if (axes.length != otherAxes.length) {
      throw new ShapeException(
          "tensordot needs as many axes of the one as of the other; found %s and %s."
              .formatted(Arrays.toString(axes), Arrays.toString(otherAxes)));
    }
    var left = labels(0, a.rank());
    var right = labels(a.rank(), b.rank());
    for (int i = 0; i < axes.length; i++) {
      int m = Shapes.axis("tensordot", a, axes[i]);
      int n = Shapes.axis("tensordot", b, otherAxes[i]);
      if (a.shape().get(m) != b.shape().get(n)) {
        throw new ShapeException(
            "tensordot of %s and %s: axis %d of the one and axis %d of the other differ, %d and %d."
                .formatted(a.shape(), b.shape(), m, n, a.shape().get(m), b.shape().get(n)));
      }
      right.set(n, m);
    }
    var kept = new ArrayList<Integer>(left);
    kept.removeAll(right);
    var free = new ArrayList<Integer>(right);
    free.removeAll(left);
    if (kept.size() != a.rank() - axes.length || free.size() != b.rank() - axes.length) {
      throw new ShapeException(
          "tensordot names an axis twice: %s and %s."
              .formatted(Arrays.toString(axes), Arrays.toString(otherAxes)));
    }
    kept.addAll(free);
    var dtype = Arithmetic.computing(Op.Domain.NUMBER, DType.promote(a.dtype(), b.dtype()));
    return new Contraction(a.to(dtype), left)
        .with(new Contraction(b.to(dtype), right), kept)
        .tensor();
  }

  private static List<Integer> labels(int from, int count) {
    var labels = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      labels.add(from + i);
    }
    return labels;
  }

  /// Every axis of `a` stands in front of its partner in `b`, and then merges with it.
  static Tensor kron(Tensor a, Tensor b) {
    Missing.check("kron", a, b);
    int rank = Math.max(a.rank(), b.rank());
    var left = new long[2 * rank];
    var right = new long[2 * rank];
    var merged = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      int fromEnd = rank - axis;
      left[2 * axis] = fromEnd <= a.rank() ? a.shape().get(-fromEnd) : 1;
      left[2 * axis + 1] = 1;
      right[2 * axis] = 1;
      right[2 * axis + 1] = fromEnd <= b.rank() ? b.shape().get(-fromEnd) : 1;
      merged[axis] = left[2 * axis] * right[2 * axis + 1];
    }
    return a.reshape(Shape.of(left)).times(b.reshape(Shape.of(right))).reshape(Shape.of(merged));
  }

  /// ```text
  /// (a × b)ᵢ = aᵢ₊₁ bᵢ₊₂ - aᵢ₊₂ bᵢ₊₁      indices modulo 3
  /// ```
  static Tensor cross(Tensor a, Tensor b, int axis) {
    Missing.check("cross", a, b);
    int first = Shapes.axis("cross", a, axis);
    int second = Shapes.axis("cross", b, axis);
    if (a.shape().get(first) != 3 || b.shape().get(second) != 3) {
      throw new ShapeException(
          "cross along axis %d needs extents of 3; found %s and %s."
              .formatted(axis, a.shape(), b.shape()));
    }
    var forth = a.roll(axis, -1).times(b.roll(axis, -2));
    var back = a.roll(axis, -2).times(b.roll(axis, -1));
    return forth.minus(back);
  }
}
