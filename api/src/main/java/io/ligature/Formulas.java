package io.ligature;

import io.ligature.op.Op;

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
  /// The value does not depend on `s`, so no gradient goes through it. Beside an infinity even NaN
  /// does not matter.
  static Tensor hypot(Tensor a, Tensor b) {
    Arithmetic.broadcast("hypot", a, b);
    var infinite = a.isInfinite().or(b.isInfinite());
    var x = infinite.where(0, a);
    var y = infinite.where(0, b);
    var scale = Arithmetic.real(x.detach()).abs().maximum(Arithmetic.real(y.detach()).abs());
    var origin = scale.eq(0);
    var divisor = origin.where(1, scale);
    var squares = x.div(divisor).square().plus(y.div(divisor).square());
    var root = origin.where(1, squares).sqrt(); // the root of 0 has no slope
    return infinite.where(Double.POSITIVE_INFINITY, origin.where(0, root.times(divisor)));
  }

  /// The other one where one is NaN.
  static Tensor fmax(Tensor a, Tensor b) {
    Arithmetic.broadcast("fmax", a, b);
    return a.isNan().where(b, a).maximum(b.isNan().where(a, b));
  }

  /// The other one where one is NaN.
  static Tensor fmin(Tensor a, Tensor b) {
    Arithmetic.broadcast("fmin", a, b);
    return a.isNan().where(b, a).minimum(b.isNan().where(a, b));
  }

  static Tensor sinc(Tensor x) {
    var origin = x.eq(0);
    var angle = origin.where(1, Arithmetic.real(x)).times(Math.PI);
    return origin.where(1, angle.sin().div(angle));
  }

  /// Of real numbers, the remainder of the magnitudes, which is exact; of whole numbers, the
  /// remainder with the sign of `b`, less `b` where that is the wrong sign.
  static Tensor fmod(Tensor a, Tensor b) {
    Arithmetic.broadcast("fmod", a, b);
    var dtype = DType.promote(a.dtype(), b.dtype());
    if (dtype.isFloating()) {
      var x = a.to(dtype.widened()); // of whole numbers the least has no magnitude
      var negative = signBit(x);
      var rest = negative.where(x.negate(), x).rem(b.to(dtype.widened()).abs());
      return negative.where(rest.negate(), rest);
    }
    var rest = a.rem(b);
    var wrong = rest.ne(0).and(rest.lt(0).xor(a.lt(0)));
    return wrong.where(rest.minus(b), rest);
  }

  /// What the remainder leaves can be divided without one.
  static Tensor truncDiv(Tensor a, Tensor b) {
    Arithmetic.broadcast("truncDiv", a, b);
    var dtype = DType.promote(a.dtype(), b.dtype());
    return dtype.isFloating() ? a.div(b).trunc() : a.minus(fmod(a, b)).floorDiv(b);
  }

  static Tensor heaviside(Tensor x, Tensor atZero) {
    Arithmetic.broadcast("heaviside", x, atZero);
    var dtype = DType.promote(x.dtype(), atZero.dtype());
    var step = x.detach().gt(0).to(dtype);
    var known = dtype.isFloating() ? x.isNan().where(x.detach().to(dtype), step) : step;
    return x.eq(0).where(atZero, known);
  }

  static Tensor copysign(Tensor a, Tensor b) {
    Arithmetic.broadcast("copysign", a, b);
    var dtype = DType.promote(a.dtype(), b.dtype());
    var magnitude = a.to(Arithmetic.computing(Op.Domain.REAL, dtype)).abs();
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
  /// Both have their share of the gradient, halves where they are equal; of equal infinities `a`
  /// has all of it.
  static Tensor logAddExp(Tensor a, Tensor b) {
    Arithmetic.broadcast("logAddExp", a, b);
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
    Arithmetic.broadcast("xlogy", x, y);
    var number = y.to(Arithmetic.computing(Op.Domain.REAL, DType.promote(x.dtype(), y.dtype())));
    var none = x.eq(0).and(number.le(0).or(number.eq(Double.POSITIVE_INFINITY)));
    return x.times(none.where(1, number).log());
  }

  /// As [#xlogy], of `1 + y`.
  static Tensor xlog1py(Tensor x, Tensor y) {
    Arithmetic.broadcast("xlog1py", x, y);
    var number = y.to(Arithmetic.computing(Op.Domain.REAL, DType.promote(x.dtype(), y.dtype())));
    var none = x.eq(0).and(number.le(-1).or(number.eq(Double.POSITIVE_INFINITY)));
    return x.times(none.where(0, number).log1p());
  }

  static Tensor lerp(Tensor x, Tensor end, Tensor weight) {
    Arithmetic.broadcast("lerp", x, end, weight);
    var dtype = DType.promote(DType.promote(x.dtype(), end.dtype()), weight.dtype()).widened();
    var from = x.to(dtype); // first, so that no difference of whole numbers wraps
    return from.plus(end.to(dtype).minus(from).times(weight));
  }

  static Tensor lerp(Tensor x, Tensor end, Number weight) {
    Arithmetic.broadcast("lerp", x, end);
    var dtype = Arithmetic.weak(DType.promote(x.dtype(), end.dtype()), weight).widened();
    var from = x.to(dtype);
    return from.plus(end.to(dtype).minus(from).times(weight));
  }

  static Tensor isClose(Tensor a, Tensor b, double relative, double absolute) {
    Closeness.checkTolerances(relative, absolute);
    Arithmetic.broadcast("isClose", a, b);
    var x = a.detach();
    var y = b.detach();
    var real = Arithmetic.real(y);
    var tolerance = real.abs().times(relative).plus(absolute);
    if (DType.promote(x.dtype(), y.dtype()).isFloating()) {
      var near = Arithmetic.real(x).minus(real).abs().le(tolerance);
      return near.and(real.isFinite()).or(x.eq(y));
    }
    var distance = x.maximum(y).minus(x.minimum(y)); // exact; negative where it wrapped
    return distance.ge(0).and(distance.le(tolerance));
  }

  static Tensor maskedFill(Tensor x, Tensor mask, Number value) {
    if (!x.dtype().holds(value)) {
      throw Arithmetic.misfit("maskedFill of " + x.type() + " with " + value, value, x.dtype());
    }
    Places.checkMask("maskedFill", mask);
    Arithmetic.broadcast("maskedFill", x, mask);
    return Arithmetic.where(mask, Arithmetic.constant(x, x.dtype(), value), x).to(x.dtype());
  }

  static Tensor nanToNum(Tensor x, double nan, double positive, double negative) {
    if (!x.dtype().isFloating()) {
      return x;
    }
    var number = x.isNan().where(nan, x);
    var above = x.eq(Double.POSITIVE_INFINITY).where(positive, number);
    return x.eq(Double.NEGATIVE_INFINITY).where(negative, above);
  }
}
