package io.ligature;

import io.ligature.op.Op;

/// Questions about each element, and choices by their answers.
///
/// Operands are broadcast and promoted as in [Elementwise]; whole numbers are compared without
/// loss, whatever their types. With NaN only `ne` is true.
public sealed interface Comparisons permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  // ---- order

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

  /// Whether both are equal up to a tolerance.
  ///
  /// ```text
  /// |this - other| <= absolute + relative |other|
  /// ```
  ///
  /// Equal infinities are close, NaN is close to nothing. The distance of whole numbers is exact.
  ///
  /// @return BOOL
  /// @throws IllegalArgumentException if a tolerance is negative
  default Tensor isClose(Tensor other, double relative, double absolute) {
    return Formulas.isClose(self(), other, relative, absolute);
  }

  // ---- kinds of numbers

  /// {@return BOOL, whether it is NaN; never for whole numbers}
  default Tensor isNan() {
    return ne(self());
  }

  /// {@return BOOL, whether it is an infinity of either sign; never for whole numbers}
  default Tensor isInfinite() {
    return Arithmetic.real(self()).abs().eq(Double.POSITIVE_INFINITY);
  }

  /// {@return BOOL, whether it is neither NaN nor an infinity; always for whole numbers}
  default Tensor isFinite() {
    return Arithmetic.real(self()).abs().lt(Double.POSITIVE_INFINITY);
  }

  /// {@return BOOL, whether the sign is negative, of -0.0 too; never for NaN}
  default Tensor signBit() {
    return Formulas.signBit(self());
  }

  // ---- logic, where anything but 0 is true

  /// {@return BOOL, whether both are true}
  default Tensor logicalAnd(Tensor other) {
    Arithmetic.broadcast("logicalAnd", self(), other);
    return truth(self()).and(truth(other));
  }

  /// {@return BOOL, whether one or both are true}
  default Tensor logicalOr(Tensor other) {
    Arithmetic.broadcast("logicalOr", self(), other);
    return truth(self()).or(truth(other));
  }

  /// {@return BOOL, whether one is true and the other is not}
  default Tensor logicalXor(Tensor other) {
    Arithmetic.broadcast("logicalXor", self(), other);
    return truth(self()).xor(truth(other));
  }

  /// {@return BOOL, whether it is 0 or false}
  default Tensor logicalNot() {
    return truth(self()).not();
  }

  private static Tensor truth(Tensor x) {
    return x.to(DType.BOOL);
  }

  // ---- choice

  /// {@return `a` where this BOOL tensor is true, else `b`}
  ///
  /// @throws DTypeException if this is not BOOL
  default Tensor where(Tensor a, Tensor b) {
    return Arithmetic.where(self(), a, b);
  }

  /// {@return `a` where this BOOL tensor is true, else `b`}
  ///
  /// @throws DTypeException if this is not BOOL
  default Tensor where(Number a, Tensor b) {
    return Arithmetic.where(self(), a, b);
  }

  /// {@return `a` where this BOOL tensor is true, else `b`}
  ///
  /// @throws DTypeException if this is not BOOL
  default Tensor where(Tensor a, Number b) {
    return Arithmetic.where(self(), a, b);
  }

  /// {@return one number where this BOOL tensor is true, else the other; INT64, or FLOAT32 if one
  /// is a fraction}
  ///
  /// @throws DTypeException if this is not BOOL
  default Tensor where(Number a, Number b) {
    return Arithmetic.where(self(), Arithmetic.beside("where", self(), a), b);
  }

  /// {@return this, with a value where the BOOL `mask` is true; of the type of this}
  ///
  /// @throws DTypeException if that type cannot hold the value, or the mask is not BOOL
  default Tensor maskedFill(Tensor mask, Number value) {
    return Formulas.maskedFill(self(), mask, value);
  }

  /// {@return 0 where this is below 0, 1 where it is above, and `atZero` where it is 0; NaN stays}
  default Tensor heaviside(Tensor atZero) {
    return Formulas.heaviside(self(), atZero);
  }

  /// {@return 0 where this is below 0, 1 where it is above, and `atZero` where it is 0; NaN stays}
  default Tensor heaviside(Number atZero) {
    return heaviside(Arithmetic.beside("heaviside", self(), atZero));
  }

  // ---- limits

  /// The nearest number within limits.
  ///
  /// ```text
  /// min   where x < min
  /// max   where x > max
  /// x     elsewhere, NaN too; there the gradient passes, the limits included
  /// ```
  ///
  /// @return the number within limits
  /// @throws IllegalArgumentException if `min` is not at most `max`
  default Tensor clamp(Number min, Number max) {
    Missing.check("clamp", self(), min, max);
    if (!(min.doubleValue() <= max.doubleValue())) {
      throw new IllegalArgumentException(
          "clamp needs min at most max; found %s and %s.".formatted(min, max));
    }
    return clampMin(min).clampMax(max);
  }

  /// {@return the nearest number within limits; `max` where those have crossed}
  default Tensor clamp(Tensor min, Tensor max) {
    Arithmetic.broadcast("clamp", self(), min, max);
    return clampMin(min).clampMax(max);
  }

  /// {@return this, or `min` where this is less}
  default Tensor clampMin(Number min) {
    Arithmetic.checkBeside("clampMin", self(), min);
    return lt(min).where(min, self());
  }

  /// {@return this, or `min` where this is less}
  default Tensor clampMin(Tensor min) {
    Arithmetic.broadcast("clampMin", self(), min);
    return lt(min).where(min, self());
  }

  /// {@return this, or `max` where this is more}
  default Tensor clampMax(Number max) {
    Arithmetic.checkBeside("clampMax", self(), max);
    return gt(max).where(max, self());
  }

  /// {@return this, or `max` where this is more}
  default Tensor clampMax(Tensor max) {
    Arithmetic.broadcast("clampMax", self(), max);
    return gt(max).where(max, self());
  }

  /// {@return this with 0 for NaN, and the largest and least finite numbers of the result's type
  /// for infinities; whole numbers as they are}
  default Tensor nanToNum() {
    double largest = self().dtype() == DType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE;
    return nanToNum(0, largest, -largest);
  }

  /// {@return this with other numbers for NaN and infinities; whole numbers as they are}
  default Tensor nanToNum(double nan, double positiveInfinity, double negativeInfinity) {
    return Formulas.nanToNum(self(), nan, positiveInfinity, negativeInfinity);
  }
}
