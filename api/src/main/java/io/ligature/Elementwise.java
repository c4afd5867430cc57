package io.ligature;

import io.ligature.op.Op;

/// Functions of each element, alone or beside another tensor's.
///
/// Two tensors are broadcast: aligned at the last axis, extents are equal or 1. Types are promoted with
/// [DType#promote]. Functions of real numbers turn whole numbers into FLOAT32 first.
public sealed interface Elementwise permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  /// {@return -x}
  default Tensor negate() {
    return Arithmetic.unary(Op.Unary.NEGATE, self());
  }

  /// {@return |x|}
  default Tensor abs() {
    return Arithmetic.unary(Op.Unary.ABS, self());
  }

  /// {@return -1, 0 or 1 by the sign; NaN stays}
  default Tensor sign() {
    return Arithmetic.unary(Op.Unary.SIGN, self());
  }

  /// {@return max(x, 0)}
  default Tensor relu() {
    return Arithmetic.unary(Op.Unary.RELU, self());
  }

  /// {@return not x, bit by bit; the opposite for BOOL}
  default Tensor not() {
    return Arithmetic.unary(Op.Unary.NOT, self());
  }

  /// {@return the largest whole number at most x}
  default Tensor floor() {
    return Arithmetic.unary(Op.Unary.FLOOR, self());
  }

  /// {@return the smallest whole number at least x}
  default Tensor ceil() {
    return Arithmetic.unary(Op.Unary.CEIL, self());
  }

  /// {@return the nearest whole number, ties to even}
  default Tensor round() {
    return Arithmetic.unary(Op.Unary.ROUND, self());
  }

  /// {@return the whole number towards zero}
  default Tensor trunc() {
    return Arithmetic.unary(Op.Unary.TRUNC, self());
  }

  /// {@return the square root; NaN below 0}
  default Tensor sqrt() {
    return Arithmetic.unary(Op.Unary.SQRT, self());
  }

  /// {@return 1 / sqrt(x)}
  default Tensor rsqrt() {
    return Arithmetic.unary(Op.Unary.RSQRT, self());
  }

  /// {@return e to the x}
  default Tensor exp() {
    return Arithmetic.unary(Op.Unary.EXP, self());
  }

  /// {@return e to the x, minus 1, exact near 0}
  default Tensor expm1() {
    return Arithmetic.unary(Op.Unary.EXPM1, self());
  }

  /// {@return the natural logarithm}
  default Tensor log() {
    return Arithmetic.unary(Op.Unary.LOG, self());
  }

  /// {@return log(1 + x), exact near 0}
  default Tensor log1p() {
    return Arithmetic.unary(Op.Unary.LOG1P, self());
  }

  /// {@return the logarithm to base 2}
  default Tensor log2() {
    return Arithmetic.unary(Op.Unary.LOG2, self());
  }

  /// {@return the logarithm to base 10}
  default Tensor log10() {
    return Arithmetic.unary(Op.Unary.LOG10, self());
  }

  /// {@return the sine of radians}
  default Tensor sin() {
    return Arithmetic.unary(Op.Unary.SIN, self());
  }

  /// {@return the cosine of radians}
  default Tensor cos() {
    return Arithmetic.unary(Op.Unary.COS, self());
  }

  /// {@return the tangent of radians}
  default Tensor tan() {
    return Arithmetic.unary(Op.Unary.TAN, self());
  }

  /// {@return the arc sine, in radians}
  default Tensor asin() {
    return Arithmetic.unary(Op.Unary.ASIN, self());
  }

  /// {@return the arc cosine, in radians}
  default Tensor acos() {
    return Arithmetic.unary(Op.Unary.ACOS, self());
  }

  /// {@return the arc tangent, in radians}
  default Tensor atan() {
    return Arithmetic.unary(Op.Unary.ATAN, self());
  }

  /// {@return the hyperbolic sine}
  default Tensor sinh() {
    return Arithmetic.unary(Op.Unary.SINH, self());
  }

  /// {@return the hyperbolic cosine}
  default Tensor cosh() {
    return Arithmetic.unary(Op.Unary.COSH, self());
  }

  /// {@return the hyperbolic tangent}
  default Tensor tanh() {
    return Arithmetic.unary(Op.Unary.TANH, self());
  }

  /// {@return the inverse hyperbolic sine}
  default Tensor asinh() {
    return Arithmetic.unary(Op.Unary.ASINH, self());
  }

  /// {@return the inverse hyperbolic cosine}
  default Tensor acosh() {
    return Arithmetic.unary(Op.Unary.ACOSH, self());
  }

  /// {@return the inverse hyperbolic tangent}
  default Tensor atanh() {
    return Arithmetic.unary(Op.Unary.ATANH, self());
  }

  /// {@return the error function, 2 / sqrt(pi) times the integral of e to the -t² from 0 to x}
  default Tensor erf() {
    return Arithmetic.unary(Op.Unary.ERF, self());
  }

  /// {@return 1 / (1 + e to the -x)}
  default Tensor sigmoid() {
    return Arithmetic.unary(Op.Unary.SIGMOID, self());
  }

  /// {@return this + other}
  default Tensor plus(Tensor other) {
    return Arithmetic.binary(Op.Binary.ADD, self(), other);
  }

  /// {@return this + other}
  default Tensor plus(Number other) {
    return Arithmetic.binary(Op.Binary.ADD, self(), other);
  }

  /// {@return this - other}
  default Tensor minus(Tensor other) {
    return Arithmetic.binary(Op.Binary.SUBTRACT, self(), other);
  }

  /// {@return this - other}
  default Tensor minus(Number other) {
    return Arithmetic.binary(Op.Binary.SUBTRACT, self(), other);
  }

  /// {@return this times other, element by element}
  default Tensor times(Tensor other) {
    return Arithmetic.binary(Op.Binary.MULTIPLY, self(), other);
  }

  /// {@return this times other, element by element}
  default Tensor times(Number other) {
    return Arithmetic.binary(Op.Binary.MULTIPLY, self(), other);
  }

  /// {@return this / other as real numbers; whole numbers become FLOAT32}
  default Tensor div(Tensor other) {
    return Arithmetic.binary(Op.Binary.DIVIDE, self(), other);
  }

  /// {@return this / other as real numbers; whole numbers become FLOAT32}
  default Tensor div(Number other) {
    return Arithmetic.binary(Op.Binary.DIVIDE, self(), other);
  }

  /// {@return floor(this / other); for whole numbers, by 0 gives 0}
  default Tensor floorDiv(Tensor other) {
    return Arithmetic.binary(Op.Binary.FLOOR_DIVIDE, self(), other);
  }

  /// {@return floor(this / other); for whole numbers, by 0 gives 0}
  default Tensor floorDiv(Number other) {
    return Arithmetic.binary(Op.Binary.FLOOR_DIVIDE, self(), other);
  }

  /// {@return this - other floor(this / other), with the sign of other; for whole numbers, by 0 leaves this}
  default Tensor rem(Tensor other) {
    return Arithmetic.binary(Op.Binary.REMAINDER, self(), other);
  }

  /// {@return this - other floor(this / other), with the sign of other; for whole numbers, by 0 leaves this}
  default Tensor rem(Number other) {
    return Arithmetic.binary(Op.Binary.REMAINDER, self(), other);
  }

  /// {@return this to the power of other}
  default Tensor pow(Tensor other) {
    return Arithmetic.binary(Op.Binary.POW, self(), other);
  }

  /// {@return this to the power of other}
  default Tensor pow(Number other) {
    return Arithmetic.binary(Op.Binary.POW, self(), other);
  }

  /// {@return the larger of both; NaN if either is}
  default Tensor maximum(Tensor other) {
    return Arithmetic.binary(Op.Binary.MAXIMUM, self(), other);
  }

  /// {@return the larger of both; NaN if either is}
  default Tensor maximum(Number other) {
    return Arithmetic.binary(Op.Binary.MAXIMUM, self(), other);
  }

  /// {@return the smaller of both; NaN if either is}
  default Tensor minimum(Tensor other) {
    return Arithmetic.binary(Op.Binary.MINIMUM, self(), other);
  }

  /// {@return the smaller of both; NaN if either is}
  default Tensor minimum(Number other) {
    return Arithmetic.binary(Op.Binary.MINIMUM, self(), other);
  }

  /// {@return both, bit by bit}
  default Tensor and(Tensor other) {
    return Arithmetic.binary(Op.Binary.AND, self(), other);
  }

  /// {@return both, bit by bit}
  default Tensor and(Number other) {
    return Arithmetic.binary(Op.Binary.AND, self(), other);
  }

  /// {@return either, bit by bit}
  default Tensor or(Tensor other) {
    return Arithmetic.binary(Op.Binary.OR, self(), other);
  }

  /// {@return either, bit by bit}
  default Tensor or(Number other) {
    return Arithmetic.binary(Op.Binary.OR, self(), other);
  }

  /// {@return one but not both, bit by bit}
  default Tensor xor(Tensor other) {
    return Arithmetic.binary(Op.Binary.XOR, self(), other);
  }

  /// {@return one but not both, bit by bit}
  default Tensor xor(Number other) {
    return Arithmetic.binary(Op.Binary.XOR, self(), other);
  }

  /// {@return this shifted left by other bits}
  default Tensor shl(Tensor other) {
    return Arithmetic.binary(Op.Binary.SHIFT_LEFT, self(), other);
  }

  /// {@return this shifted left by other bits}
  default Tensor shl(Number other) {
    return Arithmetic.binary(Op.Binary.SHIFT_LEFT, self(), other);
  }

  /// {@return this shifted right by other bits, keeping the sign}
  default Tensor shr(Tensor other) {
    return Arithmetic.binary(Op.Binary.SHIFT_RIGHT, self(), other);
  }

  /// {@return this shifted right by other bits, keeping the sign}
  default Tensor shr(Number other) {
    return Arithmetic.binary(Op.Binary.SHIFT_RIGHT, self(), other);
  }

  /// {@return this shifted right by other bits, zeros coming in}
  default Tensor ushr(Tensor other) {
    return Arithmetic.binary(Op.Binary.SHIFT_RIGHT_UNSIGNED, self(), other);
  }

  /// {@return this shifted right by other bits, zeros coming in}
  default Tensor ushr(Number other) {
    return Arithmetic.binary(Op.Binary.SHIFT_RIGHT_UNSIGNED, self(), other);
  }

  /// {@return BOOL, whether this = other}
  default Tensor eq(Tensor other) {
    return Arithmetic.compare(Op.Compare.EQ, self(), other);
  }

  /// {@return BOOL, whether this = other}
  default Tensor eq(Number other) {
    return Arithmetic.compare(Op.Compare.EQ, self(), other);
  }

  /// {@return BOOL, whether this differs from other}
  default Tensor ne(Tensor other) {
    return Arithmetic.compare(Op.Compare.NE, self(), other);
  }

  /// {@return BOOL, whether this differs from other}
  default Tensor ne(Number other) {
    return Arithmetic.compare(Op.Compare.NE, self(), other);
  }

  /// {@return BOOL, whether this < other}
  default Tensor lt(Tensor other) {
    return Arithmetic.compare(Op.Compare.LT, self(), other);
  }

  /// {@return BOOL, whether this < other}
  default Tensor lt(Number other) {
    return Arithmetic.compare(Op.Compare.LT, self(), other);
  }

  /// {@return BOOL, whether this is at most other}
  default Tensor le(Tensor other) {
    return Arithmetic.compare(Op.Compare.LE, self(), other);
  }

  /// {@return BOOL, whether this is at most other}
  default Tensor le(Number other) {
    return Arithmetic.compare(Op.Compare.LE, self(), other);
  }

  /// {@return BOOL, whether this > other}
  default Tensor gt(Tensor other) {
    return Arithmetic.compare(Op.Compare.GT, self(), other);
  }

  /// {@return BOOL, whether this > other}
  default Tensor gt(Number other) {
    return Arithmetic.compare(Op.Compare.GT, self(), other);
  }

  /// {@return BOOL, whether this is at least other}
  default Tensor ge(Tensor other) {
    return Arithmetic.compare(Op.Compare.GE, self(), other);
  }

  /// {@return BOOL, whether this is at least other}
  default Tensor ge(Number other) {
    return Arithmetic.compare(Op.Compare.GE, self(), other);
  }

  /// {@return `a` where this BOOL tensor is true, else `b`}
  default Tensor where(Tensor a, Tensor b) {
    return Arithmetic.where(self(), a, b);
  }

  /// {@return this, with a value where the BOOL `mask` is true}
  default Tensor maskedFill(Tensor mask, Number value) {
    var x = self();
    return Arithmetic.where(mask, Arithmetic.constant(x, Arithmetic.weak(x.dtype(), value), value), x);
  }
}
