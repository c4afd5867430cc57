package io.ligature;

/// The inverse of the error function, from the quantiles of the normal distribution.
///
/// ```text
/// x = z / √2      P(N(0, 1) <= z) = (1 + y) / 2
/// ```
///
/// Written in tensor operations, so that it has gradients: of each of the three approximations only
/// the elements that need it are asked.
///
/// @see NormalQuantile
final class InverseErf {
  private InverseErf() {}

  static Tensor of(Tensor y) {
    var size = y.detach().abs();
    var central = size.le(0.85);
    var end = size.eq(1); // where the tail would be infinite by infinite
    var q = central.where(y, 0).times(0.5);
    var middle = q.times(ratio(NormalQuantile.A, NormalQuantile.B, q.square().rminus(0.180625)));
    var tail = tail(central.logicalOr(end).where(0.9, y.abs()));
    var z = central.where(middle, y.sign().times(end.where(Double.POSITIVE_INFINITY, tail)));
    return z.times(Math.sqrt(0.5));
  }

  /// The quantile of `(1 + y) / 2`, for a `y` near 1.
  private static Tensor tail(Tensor y) {
    var r = y.rminus(1).times(0.5).log().negate().sqrt(); // 1 - y is exact
    var far = r.gt(5);
    var near = ratio(NormalQuantile.C, NormalQuantile.D, far.where(5, r).minus(1.6));
    return far.where(ratio(NormalQuantile.E, NormalQuantile.F, far.where(r, 5).minus(5)), near);
  }

  private static Tensor ratio(double[] numerator, double[] denominator, Tensor r) {
    return polynomial(numerator, r).div(polynomial(denominator, r));
  }

  private static Tensor polynomial(double[] coefficients, Tensor r) {
    int degree = coefficients.length - 1;
    var y = r.times(coefficients[degree]).plus(coefficients[degree - 1]);
    for (int i = degree - 2; i >= 0; i--) {
      y = y.times(r).plus(coefficients[i]);
    }
    return y;
  }
}
