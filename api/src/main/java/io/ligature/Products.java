package io.ligature;

import io.ligature.op.Op;
import java.util.Arrays;

/// How vectors and batches become plain products of matrices.
final class Products {
  private Products() {}

  static Tensor matmul(Tensor a, Tensor b) {
    check(a, b);
    var dtype = DType.promote(a.dtype(), b.dtype()).widened();
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
    if (b.rank() == 2 && a.view().layout().isContiguous()) { // one tall matrix instead of a batch
      long k = a.shape().get(-1);
      var tall = Dispatch.execute(Op.MatMul.OP, a.reshape(k == 0 ? rows(a) : -1, k), b);
      return tall.reshape(a.shape().with(-1, b.shape().get(-1)));
    }
    var batch = batch(a, b);
    return Dispatch.execute(Op.MatMul.OP, withBatch(a, batch), withBatch(b, batch));
  }

  private static long rows(Tensor a) {
    return a.shape().without(-1).size();
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
}
