package io.ligature;

/// Functions that are composed of several operations so that values and gradients are right at the
/// edges.
///
/// Where an untaken branch could give an infinity or NaN, its operand is replaced first: a gradient
/// of 0 times infinity would be NaN.
final class Formulas {
  private Formulas() {}

  /// ```text
  /// sqrt(a² + b²) = s sqrt((a/s)² + (b/s)²)      s = max(|a|, |b|)
  /// ```
  ///
  /// The value does not depend on `s`, so no gradient goes through it.
  static Tensor hypot(Tensor a, Tensor b) {
    var scale = Arithmetic.real(a.detach()).abs().maximum(Arithmetic.real(b.detach()).abs());
    var origin = scale.eq(0);
    var divisor = origin.logicalOr(scale.isInfinite()).where(1, scale);
    var squares = a.div(divisor).square().plus(b.div(divisor).square());
    var root = origin.where(1, squares).sqrt(); // the root of 0 has no slope
    return origin.where(0, root.times(divisor));
  }

  static Tensor sinc(Tensor x) {
    var origin = x.eq(0);
    var angle = origin.where(1, Arithmetic.real(x)).times(Math.PI);
    return origin.where(1, angle.sin().div(angle));
  }

  /// Of real numbers, the remainder of the magnitudes, which is exact; of whole numbers, the
  /// remainder with the sign of `b`, less `b` where that is the wrong sign.
  static Tensor fmod(Tensor a, Tensor b) {
    if (DType.promote(a.dtype(), b.dtype()).isFloating()) {
      var negative = a.lt(0);
      var rest = negative.where(a.negate(), a).rem(b.abs());
      return negative.where(rest.negate(), rest);
    }
    var rest = a.rem(b);
    var wrong = rest.ne(0).and(rest.lt(0).xor(a.lt(0)));
    return wrong.where(rest.minus(b), rest);
  }

  static Tensor copysign(Tensor a, Tensor b) {
    var magnitude = Arithmetic.real(a).abs();
    return signBit(b).where(magnitude.negate(), magnitude);
  }

  /// Negative, or the zero whose reciprocal is.
  static Tensor signBit(Tensor x) {
    var negative = x.lt(0);
    return x.dtype().isFloating() ? negative.or(x.detach().reciprocal().lt(0)) : negative;
  }

  /// ```text
  /// log(eᵃ + eᵇ) = h + log(1 + e^(l - h))      h, l the higher and the lower of a and b
  /// ```
  ///
  /// Both have their share of the gradient, halves where they are equal.
  static Tensor logAddExp(Tensor a, Tensor b) {
    var swapped = a.lt(b);
    var high = Arithmetic.real(swapped.where(b, a));
    var low = swapped.where(a, b);
    var same = high.isInfinite().and(low.eq(high)); // whose difference would be NaN
    return high.plus(softplus(same.where(0, low.minus(high))));
  }

  /// ```text
  /// log(1 + eˣ)
  /// ```
  ///
  /// Beyond 40 it is `x` in every type.
  static Tensor softplus(Tensor x) {
    var straight = x.gt(40);
    return straight.where(x, straight.where(0, x).exp().log1p());
  }

  /// ```text
  /// x                     where x > 0
  /// α (e^(x/width) - 1)   elsewhere
  /// ```
  static Tensor elu(Tensor x, double alpha, double width) {
    var positive = x.gt(0);
    var below = positive.where(0, x);
    var scaled = width == 1 ? below : below.div(width);
    return positive.where(x, scaled.expm1().times(alpha));
  }

  /// Where `x` is 0 the logarithm is not asked for what it does not have.
  static Tensor xlogy(Tensor x, Tensor y) {
    var none = x.eq(0).and(y.le(0).or(y.eq(Double.POSITIVE_INFINITY)));
    return x.times(none.where(1, y).log());
  }

  static Tensor isClose(Tensor a, Tensor b, double relative, double absolute) {
    var x = Arithmetic.real(a.detach());
    var y = Arithmetic.real(b.detach());
    var near = x.minus(y).abs().le(y.abs().times(relative).plus(absolute));
    return near.and(y.isFinite()).or(x.eq(y));
  }

  static Tensor maskedFill(Tensor x, Tensor mask, Number value) {
    if (!x.dtype().holds(value)) {
      throw Arithmetic.misfit("maskedFill of " + x.type() + " with " + value, value, x.dtype());
    }
    return Arithmetic.where(mask, Arithmetic.constant(x, x.dtype(), value), x);
  }

  static Tensor nanToNum(Tensor x, double nan, double positive, double negative) {
    if (!x.dtype().isFloating()) {
      return x;
    }
    var number = x.isNan().where(nan, x);
    var above = number.eq(Double.POSITIVE_INFINITY).where(positive, number);
    return above.eq(Double.NEGATIVE_INFINITY).where(negative, above);
  }
}
