package io.ligature;

import io.ligature.op.Op;
import io.ligature.spi.Layout;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Promotion and broadcasting, in front of the strict primitives.
///
/// Every operation on a tensor passes here: nothing is allocated, and no text made, that the plain
/// case of equal types and shapes does not need.
final class Arithmetic {
  private Arithmetic() {}

  static Tensor unary(Op.Unary op, Tensor x) {
    return Dispatch.execute(op, x.to(computing(op.domain(), x.dtype())));
  }

  static Tensor binary(Op.Binary op, Tensor a, Tensor b) {
    if (b == null) {
      throw Missing.operand(op.label(), a, b);
    }
    var dtype = computing(op.domain(), DType.promote(a.dtype(), b.dtype()));
    if (a.shape().equals(b.shape())) {
      return Dispatch.execute(op, a.to(dtype), b.to(dtype));
    }
    var shape = broadcast(op.label(), a, b);
    return Dispatch.execute(op, expand(a.to(dtype), shape), expand(b.to(dtype), shape));
  }

  static Tensor binary(Op.Binary op, Tensor a, Number b) {
    if (b == null) {
      throw Missing.operand(op.label(), a, b);
    }
    var dtype = computing(op.domain(), weak(a.dtype(), b));
    if (!dtype.holds(b)) {
      throw misfit(op.label() + " of " + a.type() + " and " + b, b, dtype);
    }
    return Dispatch.execute(op, a.to(dtype), constant(a, dtype, b));
  }

  static Tensor binary(Op.Binary op, Number a, Tensor b) {
    if (a == null) {
      throw Missing.operand(op.label(), a, b);
    }
    var dtype = computing(op.domain(), weak(b.dtype(), a));
    if (!dtype.holds(a)) {
      throw misfit(op.label() + " of " + a + " and " + b.type(), a, dtype);
    }
    return Dispatch.execute(op, constant(b, dtype, a), b.to(dtype));
  }

  static Tensor compare(Op.Compare op, Tensor a, Tensor b) {
    if (b == null) {
      throw Missing.operand(op.label(), a, b);
    }
    var dtype = DType.promote(a.dtype(), b.dtype()).widened();
    if (a.shape().equals(b.shape())) {
      return Dispatch.execute(op, a.to(dtype), b.to(dtype));
    }
    var shape = broadcast(op.label(), a, b);
    return Dispatch.execute(op, expand(a.to(dtype), shape), expand(b.to(dtype), shape));
  }

  static Tensor compare(Op.Compare op, Tensor a, Number b) {
    if (b == null) {
      throw Missing.operand(op.label(), a, b);
    }
    var beside = weak(a.dtype(), b).widened();
    var dtype = beside.holds(b) ? beside : DType.INT64; // any two whole numbers have an order
    if (!dtype.holds(b)) {
      throw misfit(op.label() + " of " + a.type() + " and " + b, b, dtype);
    }
    return Dispatch.execute(op, a.to(dtype), constant(a, dtype, b));
  }

  static Tensor where(Tensor condition, Tensor a, Tensor b) {
    if (a == null || b == null) {
      throw Missing.operand("where", condition, a, b);
    }
    var dtype = DType.promote(a.dtype(), b.dtype()).widened();
    var shape = broadcast("where", condition, a, b);
    return Dispatch.execute(
        Op.Where.OP,
        expand(condition, shape),
        expand(a.to(dtype), shape),
        expand(b.to(dtype), shape));
  }

  static Tensor where(Tensor condition, Number a, Tensor b) {
    return where(condition, beside("where", b, a), b);
  }

  static Tensor where(Tensor condition, Tensor a, Number b) {
    return where(condition, a, beside("where", a, b));
  }

  /// {@return the type that an operation on this one computes in}
  ///
  /// Halves and bytes are widened; functions of real numbers turn the others into FLOAT32; where
  /// numbers are needed, true and false count as 1 and 0.
  static DType computing(Op.Domain domain, DType dtype) {
    if (domain == Op.Domain.REAL && !dtype.isFloating()) {
      return DType.FLOAT32;
    }
    if (domain == Op.Domain.NUMBER && dtype == DType.BOOL) {
      return DType.INT64;
    }
    return dtype.widened();
  }

  /// {@return real numbers as they are computed with, for what is composed of several operations}
  static Tensor real(Tensor x) {
    return x.to(computing(Op.Domain.REAL, x.dtype()));
  }

  /// A Java number takes the type beside it, unless that cannot hold its kind.
  static DType weak(DType beside, Number number) {
    if (isFraction(number)) {
      return beside.isFloating() ? beside : DType.FLOAT32;
    }
    return beside == DType.BOOL ? DType.INT64 : beside;
  }

  private static boolean isFraction(Number number) {
    return number instanceof Double || number instanceof Float || number instanceof BigDecimal;
  }

  /// {@return a number as a scalar of the type it takes beside a tensor}
  static Tensor beside(String asked, Tensor x, Number number) {
    var dtype = checkBeside(asked, x, number);
    return Host.scalar(x.device(), dtype, Exact.as(dtype, number));
  }

  /// {@return the type that a number takes beside a tensor, after refusing one that it cannot hold}
  static DType checkBeside(String asked, Tensor x, Number number) {
    Missing.check(asked, x, number);
    var dtype = weak(x.dtype(), number).widened();
    if (!dtype.holds(number)) {
      throw misfit(asked + " of " + x.type() + " and " + number, number, dtype);
    }
    return dtype;
  }

  /// {@return a number as a tensor of a type and the shape of another: one element, repeated}
  ///
  /// @throws DTypeException if the type cannot hold the number
  static Tensor constant(Tensor like, DType dtype, Number number) {
    if (!dtype.holds(number)) {
      throw misfit(number + " beside " + like.type(), number, dtype);
    }
    return repeated(like.device(), dtype, like.shape(), number);
  }

  /// {@return a number that the type can hold, as a tensor of one element that is repeated}
  static Tensor repeated(Device device, DType dtype, Shape shape, Number number) {
    var one = Host.scalar(device, dtype, Exact.as(dtype, number)).view();
    return new Tensor(one.with(Layout.repeated(shape)));
  }

  static DTypeException misfit(String asked, Number number, DType dtype) {
    var remedy =
        isFraction(number) || dtype == DType.INT64
            ? DType.FLOAT64
            : dtype == DType.BOOL ? DType.INT32 : DType.INT64;
    return new DTypeException(
        "%s: %s cannot hold %s. Cast the tensor first, with to(DType.%s)."
            .formatted(asked, dtype, number, remedy.name()));
  }

  static Tensor expand(Tensor x, Shape shape) {
    return x.shape().equals(shape) ? x : Dispatch.execute(new Op.Expand(shape), x);
  }

  /// {@return the shape that all operands broadcast to}
  ///
  /// Aligned at the last axis, extents must be equal or 1.
  static Shape broadcast(String asked, Tensor... operands) {
    Missing.check(asked, (Object[]) operands);
    var shape = operands[0].shape();
    for (int i = 1; i < operands.length; i++) {
      if (!shape.equals(operands[i].shape())) {
        shape = broadcast(asked, shape, operands[i].shape(), operands);
      }
    }
    return shape;
  }

  private static Shape broadcast(String asked, Shape a, Shape b, Tensor... operands) {
    var extents = new long[Math.max(a.rank(), b.rank())];
    for (int fromEnd = 1; fromEnd <= extents.length; fromEnd++) {
      long m = fromEnd <= a.rank() ? a.get(-fromEnd) : 1;
      long n = fromEnd <= b.rank() ? b.get(-fromEnd) : 1;
      if (m != n && m != 1 && n != 1) {
        throw new ShapeException(
            "%s cannot broadcast %s: aligned at the last axis, extents %d and %d differ and neither is 1. "
                    .formatted(asked, shapes(operands), m, n)
                + "Reshape, unsqueeze or transpose one of them.");
      }
      extents[extents.length - fromEnd] = m == 1 ? n : m;
    }
    return Shape.of(extents);
  }

  private static String shapes(Tensor... operands) {
    return Arrays.stream(operands)
        .map(x -> x.shape().toString())
        .collect(Collectors.joining(" and "));
  }
}
