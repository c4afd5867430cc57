package io.ligature;

import io.ligature.op.Erfc;
import io.ligature.op.Op;

/// Functions of each element, alone or beside another tensor's.
///
/// Two tensors are broadcast: aligned at the last axis, extents are equal or 1. Types are promoted
/// with [DType#promote]. Functions of real numbers turn whole numbers and BOOL into FLOAT32 first,
/// and in arithmetic on whole numbers true and false count as 1 and 0, in INT64.
///
/// A Java number takes the type of the tensor, except that a fraction beside whole numbers makes
/// them FLOAT32. Beside FLOAT32 it is rounded to FLOAT32. Beside whole numbers it must lie in their
/// range: an INT32 tensor plus 3,000,000,000 is a [DTypeException], not a number that wrapped. The
/// `r` forms have the number on the left.
public sealed interface Elementwise permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  // ---- sign and rounding

  /// {@return -x}
  default Tensor negate() {
    return Arithmetic.unary(Op.Unary.NEGATE, self());
  }

  /// {@return -x, as Kotlin spells it}
  default Tensor unaryMinus() {
    return negate();
  }

  /// {@return |x|}
  default Tensor abs() {
    return Arithmetic.unary(Op.Unary.ABS, self());
  }

  /// {@return -1, 0 or 1 by the sign; NaN stays}
  default Tensor sign() {
    return Arithmetic.unary(Op.Unary.SIGN, self());
  }

  /// {@return the largest whole number at most x; itself if it is not of real numbers, as for the
  /// three below}
  default Tensor floor() {
    return rounded(Op.Unary.FLOOR);
  }

  /// {@return the smallest whole number at least x}
  default Tensor ceil() {
    return rounded(Op.Unary.CEIL);
  }

  /// {@return the nearest whole number, ties to even}
  default Tensor round() {
    return rounded(Op.Unary.ROUND);
  }

  /// {@return the whole number towards zero}
  default Tensor trunc() {
    return rounded(Op.Unary.TRUNC);
  }

  private Tensor rounded(Op.Unary op) {
    return self().dtype().isFloating() ? Arithmetic.unary(op, self()) : self();
  }

  /// {@return x - trunc(x), with the sign of x}
  default Tensor frac() {
    return minus(trunc());
  }

  // ---- powers, exponentials, logarithms

  /// {@return x²}
  default Tensor square() {
    return times(self());
  }

  /// {@return 1 / x}
  default Tensor reciprocal() {
    return rdiv(1);
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

  /// {@return 2 to the x}
  default Tensor exp2() {
    return Arithmetic.real(self()).rpow(2);
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

  /// {@return log(x / (1 - x)), the inverse of [Activations#sigmoid]; NaN outside 0 to 1}
  default Tensor logit() {
    return log().minus(negate().log1p());
  }

  // ---- circle and hyperbola

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

  /// The angle from the positive first axis to the point `(other, this)`.
  ///
  /// ```text
  /// tan θ = this / other      -π <= θ <= π
  /// ```
  ///
  /// @return the angle in radians
  default Tensor atan2(Tensor other) {
    return Arithmetic.binary(Op.Binary.ATAN2, self(), other);
  }

  /// {@return sqrt(this² + other²), without overflow in between, and infinite if one is; the
  /// gradient at (0, 0) and at infinities is 0}
  default Tensor hypot(Tensor other) {
    return Formulas.hypot(self(), other);
  }

  /// {@return radians as degrees}
  default Tensor toDegrees() {
    return Arithmetic.real(self()).times(180 / Math.PI);
  }

  /// {@return degrees as radians}
  default Tensor toRadians() {
    return Arithmetic.real(self()).times(Math.PI / 180);
  }

  /// {@return sin(πx) / (πx), and 1 at 0}
  default Tensor sinc() {
    return Formulas.sinc(self());
  }

  // ---- error function

  /// {@return the error function, 2 / sqrt(π) times the integral of e to the -t² from 0 to x}
  default Tensor erf() {
    return Arithmetic.unary(Op.Unary.ERF, self());
  }

  /// {@return 1 - erf(x), to all digits also where it is close to 0}
  default Tensor erfc() {
    return Dispatch.execute(Erfc.OP, Arithmetic.real(self()));
  }

  /// {@return the inverse of [#erf]: infinite at -1 and 1, NaN beyond}
  default Tensor erfinv() {
    return InverseErf.of(Arithmetic.real(self()));
  }

  // ---- arithmetic

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

  /// {@return other - this}
  default Tensor rminus(Number other) {
    return Arithmetic.binary(Op.Binary.SUBTRACT, other, self());
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

  /// {@return other / this as real numbers; whole numbers become FLOAT32}
  default Tensor rdiv(Number other) {
    return Arithmetic.binary(Op.Binary.DIVIDE, other, self());
  }

  /// {@return floor(this / other); for whole numbers, by 0 gives 0}
  default Tensor floorDiv(Tensor other) {
    return Arithmetic.binary(Op.Binary.FLOOR_DIVIDE, self(), other);
  }

  /// {@return floor(this / other); for whole numbers, by 0 gives 0}
  default Tensor floorDiv(Number other) {
    return Arithmetic.binary(Op.Binary.FLOOR_DIVIDE, self(), other);
  }

  /// {@return trunc(this / other); for whole numbers, by 0 gives 0}
  default Tensor truncDiv(Tensor other) {
    return Formulas.truncDiv(self(), other);
  }

  /// {@return trunc(this / other); for whole numbers, by 0 gives 0}
  default Tensor truncDiv(Number other) {
    return truncDiv(Arithmetic.beside("truncDiv", self(), other));
  }

  /// {@return floor(other / this); for whole numbers, by 0 gives 0}
  default Tensor rfloorDiv(Number other) {
    return Arithmetic.binary(Op.Binary.FLOOR_DIVIDE, other, self());
  }

  /// {@return this - other floor(this / other), with the sign of other; for whole numbers, by 0
  /// leaves this}
  default Tensor rem(Tensor other) {
    return Arithmetic.binary(Op.Binary.REMAINDER, self(), other);
  }

  /// {@return this - other floor(this / other), with the sign of other; for whole numbers, by 0
  /// leaves this}
  default Tensor rem(Number other) {
    return Arithmetic.binary(Op.Binary.REMAINDER, self(), other);
  }

  /// {@return other - this floor(other / this), with the sign of this; for whole numbers, by 0
  /// leaves other}
  default Tensor rrem(Number other) {
    return Arithmetic.binary(Op.Binary.REMAINDER, other, self());
  }

  /// {@return this - other trunc(this / other), with the sign of this; for whole numbers, by 0
  /// leaves this}
  default Tensor fmod(Tensor other) {
    return Formulas.fmod(self(), other);
  }

  /// {@return this - other trunc(this / other), with the sign of this; for whole numbers, by 0
  /// leaves this}
  default Tensor fmod(Number other) {
    return fmod(Arithmetic.beside("fmod", self(), other));
  }

  /// {@return this to the power of other; of whole numbers, to a negative power truncates}
  default Tensor pow(Tensor other) {
    return Arithmetic.binary(Op.Binary.POW, self(), other);
  }

  /// {@return this to the power of other; of whole numbers, to a negative power truncates}
  default Tensor pow(Number other) {
    return Arithmetic.binary(Op.Binary.POW, self(), other);
  }

  /// {@return other to the power of this; of whole numbers, to a negative power truncates}
  default Tensor rpow(Number other) {
    return Arithmetic.binary(Op.Binary.POW, other, self());
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

  /// {@return the larger of both; where one is NaN, the other}
  default Tensor fmax(Tensor other) {
    return Formulas.fmax(self(), other);
  }

  /// {@return the smaller of both; where one is NaN, the other}
  default Tensor fmin(Tensor other) {
    return Formulas.fmin(self(), other);
  }

  /// {@return |this| with the sign of other, of -0.0 too; NaN counts as positive}
  default Tensor copysign(Tensor other) {
    return Formulas.copysign(self(), other);
  }

  /// {@return |this| with the sign of other, of -0.0 too; NaN counts as positive}
  default Tensor copysign(Number other) {
    return copysign(Arithmetic.beside("copysign", self(), other));
  }

  /// The way from here to there.
  ///
  /// ```text
  /// x + w (end - x)
  /// ```
  ///
  /// @param weight `w`, 0 for this and 1 for `end`
  /// @return the point on the way
  default Tensor lerp(Tensor end, Tensor weight) {
    return Formulas.lerp(self(), end, weight);
  }

  /// {@return x + w (end - x)}
  ///
  /// @param weight `w`, 0 for this and 1 for `end`
  default Tensor lerp(Tensor end, Number weight) {
    return Formulas.lerp(self(), end, weight);
  }

  /// {@return log(e to the this + e to the other), without overflow in between}
  default Tensor logAddExp(Tensor other) {
    return Formulas.logAddExp(self(), other);
  }

  /// {@return this times log(other), and 0 where this is 0, unless other is NaN}
  default Tensor xlogy(Tensor other) {
    return Formulas.xlogy(self(), other);
  }

  /// {@return this times log(1 + other), and 0 where this is 0, unless other is NaN}
  default Tensor xlog1py(Tensor other) {
    return Formulas.xlog1py(self(), other);
  }

  // ---- bits of whole numbers and BOOL

  /// {@return not x, bit by bit; the opposite for BOOL}
  default Tensor not() {
    return Arithmetic.unary(Op.Unary.NOT, self());
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

  /// {@return this shifted left by other bits, counted modulo the width}
  default Tensor shl(Tensor other) {
    return Arithmetic.binary(Op.Binary.SHIFT_LEFT, self(), other);
  }

  /// {@return this shifted left by other bits, counted modulo the width}
  default Tensor shl(Number other) {
    return Arithmetic.binary(Op.Binary.SHIFT_LEFT, self(), other);
  }

  /// {@return this shifted right by other bits, counted modulo the width, keeping the sign}
  default Tensor shr(Tensor other) {
    return Arithmetic.binary(Op.Binary.SHIFT_RIGHT, self(), other);
  }

  /// {@return this shifted right by other bits, counted modulo the width, keeping the sign}
  default Tensor shr(Number other) {
    return Arithmetic.binary(Op.Binary.SHIFT_RIGHT, self(), other);
  }

  /// {@return this shifted right by other bits, counted modulo the width, zeros coming in}
  default Tensor ushr(Tensor other) {
    return Arithmetic.binary(Op.Binary.SHIFT_RIGHT_UNSIGNED, self(), other);
  }

  /// {@return this shifted right by other bits, counted modulo the width, zeros coming in}
  default Tensor ushr(Number other) {
    return Arithmetic.binary(Op.Binary.SHIFT_RIGHT_UNSIGNED, self(), other);
  }
}
