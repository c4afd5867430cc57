package io.ligature;

import io.ligature.op.Op;
import java.util.Arrays;

/// Promotion and broadcasting, in front of the strict primitives.
final class Arithmetic {
  private Arithmetic() {}

  static Tensor unary(Op.Unary op, Tensor x) {
    var dtype = x.dtype().widened();
    if (op.domain() == Op.Domain.REAL && !dtype.isFloating()) {
      dtype = DType.FLOAT32; // the root of a whole number is real
    }
    return Dispatch.execute(op, x.to(dtype));
  }

  static Tensor binary(Op.Binary op, Tensor a, Tensor b) {
    var dtype = common(op, a.dtype(), b.dtype());
    var shape = broadcast(op, a, b);
    return Dispatch.execute(op, expand(a.to(dtype), shape), expand(b.to(dtype), shape));
  }

  static Tensor binary(Op.Binary op, Tensor a, Number b) {
    var dtype = common(op, a.dtype(), weak(a.dtype(), b));
    return Dispatch.execute(op, a.to(dtype), constant(a, dtype, b));
  }

  static Tensor binary(Op.Binary op, Number a, Tensor b) {
    var dtype = common(op, weak(b.dtype(), a), b.dtype());
    return Dispatch.execute(op, constant(b, dtype, a), b.to(dtype));
  }

  static Tensor compare(Op.Compare op, Tensor a, Tensor b) {
    var dtype = DType.promote(a.dtype(), b.dtype()).widened();
    var shape = broadcast(op, a, b);
    return Dispatch.execute(op, expand(a.to(dtype), shape), expand(b.to(dtype), shape));
  }

  static Tensor compare(Op.Compare op, Tensor a, Number b) {
    var dtype = DType.promote(a.dtype(), weak(a.dtype(), b)).widened();
    return Dispatch.execute(op, a.to(dtype), constant(a, dtype, b));
  }

  static Tensor where(Tensor condition, Tensor a, Tensor b) {
    var dtype = DType.promote(a.dtype(), b.dtype()).widened();
    var shape = broadcast(Op.Where.OP, condition, a, b);
    return Dispatch.execute(
        Op.Where.OP,
        expand(condition, shape),
        expand(a.to(dtype), shape),
        expand(b.to(dtype), shape));
  }

  private static DType common(Op.Binary op, DType a, DType b) {
    var dtype = DType.promote(a, b).widened();
    return op.domain() == Op.Domain.REAL && !dtype.isFloating() ? DType.FLOAT32 : dtype;
  }

  /// A Java number takes the type beside it, unless that cannot hold its kind.
  static DType weak(DType beside, Number number) {
    boolean fraction = number instanceof Double || number instanceof Float;
    if (fraction && !beside.isFloating()) {
      return DType.FLOAT32;
    }
    return beside == DType.BOOL ? DType.INT64 : beside;
  }

  /// {@return a number as a tensor of a type, expanded to the shape of another}
  static Tensor constant(Tensor like, DType dtype, Number number) {
    Number exact = dtype.isFloating() ? (Number) number.doubleValue() : (Number) number.longValue();
    return expand(Host.scalar(like.device(), dtype, exact), like.shape());
  }

  static Tensor expand(Tensor x, Shape shape) {
    return x.shape().equals(shape) ? x : Dispatch.execute(new Op.Expand(shape), x);
  }

  /// {@return the shape that all operands broadcast to}
  ///
  /// Aligned at the last axis, extents must be equal or 1.
  static Shape broadcast(Op op, Tensor... operands) {
    var shape = operands[0].shape();
    for (int i = 1; i < operands.length; i++) {
      if (!shape.equals(operands[i].shape())) {
        shape = broadcast(op, shape, operands[i].shape(), operands);
      }
    }
    return shape;
  }

  private static Shape broadcast(Op op, Shape a, Shape b, Tensor... operands) {
    var extents = new long[Math.max(a.rank(), b.rank())];
    for (int fromEnd = 1; fromEnd <= extents.length; fromEnd++) {
      long m = fromEnd <= a.rank() ? a.get(-fromEnd) : 1;
      long n = fromEnd <= b.rank() ? b.get(-fromEnd) : 1;
      if (m != n && m != 1 && n != 1) {
        var shapes = Arrays.stream(operands).map(x -> x.shape().toString()).toList();
        throw new ShapeException(
            "%s cannot broadcast %s: aligned at the last axis, extents %d and %d differ and neither is 1. "
                    .formatted(op.label(), String.join(" and ", shapes), m, n)
                + "Reshape, unsqueeze or transpose one of them.");
      }
      extents[extents.length - fromEnd] = m == 1 ? n : m;
    }
    return Shape.of(extents);
  }
}
