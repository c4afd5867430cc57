package io.ligature.spi;

/// The error function.
///
/// ```text
/// erf(x) = 2 / √π ∫₀ˣ e^(-t²) dt        relative error about 1e-16
/// ```
///
/// @see <a href="https://doi.org/10.1090/S0025-5718-1969-0247736-4">Cody (1969), Rational Chebyshev
///   approximations for the error function</a>
final class Erf {
  private static final double ONE_BY_SQRT_PI = 5.6418958354775628695e-1;
  // |x| <= 0.46875: erf(x) = x A(x²) / B(x²), highest power first
  private static final double[] A = {
    1.85777706184603153e-1,
    3.16112374387056560e0,
    1.13864154151050156e2,
    3.77485237685302021e2,
    3.20937758913846947e3
  };
  private static final double[] B = {
    1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
  };
  // 0.46875 < x <= 4: erfc(x) = e^(-x²) C(x) / D(x)
  private static final double[] C = {
    2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1,
    2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
    1.23033935479799725e3
  };
  private static final double[] D = {
    1,
    1.57449261107098347e1,
    1.17693950891312499e2,
    5.37181101862009858e2,
    1.62138957456669019e3,
    3.29079923573345963e3,
    4.36261909014324716e3,
    3.43936767414372164e3,
    1.23033935480374942e3
  };
  // x > 4: erfc(x) = e^(-x²) / x (1 / √π - P(x⁻²) / Q(x⁻²) / x²)
  private static final double[] P = {
    1.63153871373020978e-2,
    3.05326634961232344e-1,
    3.60344899949804439e-1,
    1.25781726111229246e-1,
    1.60837851487422766e-2,
    6.58749161529837803e-4
  };
  private static final double[] Q = {
    1,
    2.56852019228982242e0,
    1.87295284992346725e0,
    5.27905102951428412e-1,
    6.05183413124413191e-2,
    2.33520497626869185e-3
  };

  private Erf() {}

  static double erf(double x) {
    double a = Math.abs(x);
    if (a <= 0.46875) {
      return x * ratio(A, B, x * x);
    }
    return a > 6 ? Math.signum(x) : Math.copySign(1 - erfc(a), x); // beyond 6 it is 1 in 53 bits
  }

  private static double erfc(double x) {
    double square = x * x;
    if (x <= 4) {
      return Math.exp(-square) * ratio(C, D, x);
    }
    double inverse = 1 / square;
    return Math.exp(-square) * (ONE_BY_SQRT_PI - inverse * ratio(P, Q, inverse)) / x;
  }

  private static double ratio(double[] numerator, double[] denominator, double x) {
    return polynomial(numerator, x) / polynomial(denominator, x);
  }

  private static double polynomial(double[] coefficients, double x) {
    double y = 0;
    for (double c : coefficients) {
      y = y * x + c;
    }
    return y;
  }
}
