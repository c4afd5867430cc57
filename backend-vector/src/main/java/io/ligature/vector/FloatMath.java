package io.ligature.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Functions of every lane, as polynomials that Chebyshev nodes determine.
///
/// Errors are in units in the last place, the largest over all floats; `FloatMathTest` measures
/// them. NaN gives NaN, infinities and subnormal numbers what the mathematics says, unless a
/// function says otherwise. The compiler keeps lanes in registers as long as a loop is short, about
/// twenty such steps, so the longer functions come in parts, for loops one after the other.
final class FloatMath {
  private static final float LOG2_E = 1.442695041f;
  private static final float LN2_HIGH = 0.693145751953125f; // times a small whole number is exact
  private static final float LN2_LOW = 1.4286068203e-6f;
  private static final float ROUNDS = 0x1.8p23f; // added to a number, leaves it no fraction
  private static final int ROUNDS_BITS = Float.floatToRawIntBits(ROUNDS);
  private static final int BIAS = 127;
  private static final int AHEAD = 64; // so far from subnormal numbers
  private static final float ROUNDS_TO_POWER = ROUNDS + BIAS;
  private static final int FRACTION = 23; // bits
  private static final int ROOT_OF_HALF = Float.floatToRawIntBits(0.70710678f);

  /// From here on the hyperbolic tangent is 1 to the last place.
  static final float TANH_IS_1 = 10;

  /// From here on the error function is 1 to the last place.
  static final float ERF_IS_1 = 4;

  private FloatMath() {}

  /// {@return e to the x}, within 1.1 ulp.
  ///
  /// ```text
  /// eˣ = 2ⁿ eʳ      n = round(x / ln 2)      r = x - n ln 2      eʳ = 1 + r + r² q(r)
  /// ```
  static FloatVector exp(FloatVector x) {
    var y = x.blend(-104f, x.compare(VectorOperators.LT, -104f)); // from here on 0
    y = y.blend(89f, y.compare(VectorOperators.GT, 89f)); // from here on infinite
    var shifted = Lanes.fma(y, all(LOG2_E), all(ROUNDS));
    var n = shifted.sub(ROUNDS);
    var r = Lanes.fma(n, all(-LN2_LOW), Lanes.fma(n, all(-LN2_HIGH), y));
    var q = Lanes.fma(all(0.0013926927f), r, all(0.008363774f));
    q = Lanes.fma(q, r, all(0.04166655f));
    q = Lanes.fma(q, r, all(0.16666573f));
    q = Lanes.fma(q, r, all(0.5f));
    q = Lanes.fma(q.mul(r), r, r).add(1);
    var exponent = shifted.reinterpretAsInts().sub(ROUNDS_BITS);
    var half = exponent.lanewise(VectorOperators.ASHR, 1); // 2ⁿ in two steps reaches subnormals
    var rest = exponent.sub(half);
    var power = half.add(BIAS).lanewise(VectorOperators.LSHL, FRACTION).reinterpretAsFloats();
    return q.mul(power)
        .mul(rest.add(BIAS).lanewise(VectorOperators.LSHL, FRACTION).reinterpretAsFloats());
  }

  /// {@return e to the x for x not above 0}, within 1.1 ulp: two thirds of the work of [#exp].
  ///
  /// The sum that rounds leaves `n + 64 + 127` in its last bits, which are the exponent of 2ⁿ⁺⁶⁴
  /// without another step; the last product reaches subnormal numbers.
  static FloatVector expOfNegative(FloatVector x) {
    var y = x.blend(-104f, x.compare(VectorOperators.LT, -104f)); // from here on 0
    var shifted = Lanes.fma(y, all(LOG2_E), all(ROUNDS_TO_POWER + AHEAD));
    var n = shifted.sub(ROUNDS_TO_POWER + AHEAD);
    var r = Lanes.fma(n, all(-LN2_LOW), Lanes.fma(n, all(-LN2_HIGH), y));
    var q = Lanes.fma(all(0.0013926927f), r, all(0.008363774f));
    q = Lanes.fma(q, r, all(0.04166655f));
    q = Lanes.fma(q, r, all(0.16666573f));
    q = Lanes.fma(q, r, all(0.5f));
    q = Lanes.fma(q.mul(r), r, r).add(1);
    var power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FRACTION);
    return q.mul(power.reinterpretAsFloats()).mul(0x1p-64f);
  }

  /// {@return whether [#ordinaryExp] serves all lanes}
  static boolean isOrdinary(FloatVector x) {
    return x.abs().compare(VectorOperators.LE, 87f).allTrue();
  }

  /// {@return e to the x for `|x| <= 87`}, within 1.1 ulp; anything beyond. Half the work of
  /// [#exp].
  static FloatVector ordinaryExp(FloatVector x) {
    var shifted = Lanes.fma(x, all(LOG2_E), all(ROUNDS));
    var n = shifted.sub(ROUNDS);
    var r = Lanes.fma(n, all(-LN2_LOW), Lanes.fma(n, all(-LN2_HIGH), x));
    var q = Lanes.fma(all(0.0013926927f), r, all(0.008363774f));
    q = Lanes.fma(q, r, all(0.04166655f));
    q = Lanes.fma(q, r, all(0.16666573f));
    q = Lanes.fma(q, r, all(0.5f));
    q = Lanes.fma(q.mul(r), r, r).add(1);
    var exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FRACTION);
    return q.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }

  /// {@return the natural logarithm of positive, normal, finite numbers}, within 1.1 ulp.
  ///
  /// ```text
  /// log x = n ln 2 + log(1 + f)      x = 2ⁿ (1 + f), √½ <= 1 + f < √2      log(1 + f) = f - f²/2 + f³ q(f)
  /// ```
  static FloatVector log(FloatVector x) {
    var bits = x.reinterpretAsInts();
    var exponent = bits.sub(ROOT_OF_HALF).lanewise(VectorOperators.ASHR, FRACTION);
    var f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, FRACTION)).reinterpretAsFloats().sub(1);
    var n = exponent.add(ROUNDS_BITS).reinterpretAsFloats().sub(ROUNDS); // as a float
    var q = logTail(f);
    var square = f.mul(f);
    var rest = Lanes.fma(n, all(LN2_LOW), q.mul(f).mul(square));
    rest = Lanes.fma(square, all(-0.5f), rest);
    return Lanes.fma(n, all(LN2_HIGH), f.add(rest));
  }

  /// {@return the q of [#log]}; apart, because the compiler passes over methods of 325 bytes, and
  /// coverage makes them longer
  private static FloatVector logTail(FloatVector f) {
    var q = Lanes.fma(all(0.06971612f), f, all(-0.11479734f));
    q = Lanes.fma(q, f, all(0.1168542f));
    q = Lanes.fma(q, f, all(-0.12425687f));
    q = Lanes.fma(q, f, all(0.14249058f));
    q = Lanes.fma(q, f, all(-0.16667803f));
    q = Lanes.fma(q, f, all(0.20000716f));
    q = Lanes.fma(q, f, all(-0.24999997f));
    return Lanes.fma(q, f, all(0.3333333f));
  }

  /// {@return the hyperbolic tangent}, within 2.6 ulp.
  ///
  /// ```text
  /// tanh x = sign(x) m / (m + 2)      m = e^(2|x|) - 1 = 2ⁿ (r + r² q(r)) + (2ⁿ - 1), n and r as in exp
  /// ```
  static FloatVector tanh(FloatVector x) {
    var a = size(x, TANH_IS_1);
    a = a.add(a);
    var shifted = Lanes.fma(a, all(LOG2_E), all(ROUNDS_TO_POWER));
    var n = shifted.sub(ROUNDS_TO_POWER);
    var r = Lanes.fma(n, all(-LN2_LOW), Lanes.fma(n, all(-LN2_HIGH), a));
    var q = Lanes.fma(all(0.0013926927f), r, all(0.008363774f));
    q = Lanes.fma(q, r, all(0.04166655f));
    q = Lanes.fma(q, r, all(0.16666573f));
    q = Lanes.fma(q, r, all(0.5f));
    q = Lanes.fma(q.mul(r), r, r);
    var bits = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FRACTION);
    var power = bits.reinterpretAsFloats();
    var m = Lanes.fma(q, power, power.sub(1));
    var sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return m.div(m.add(2)).reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  /// {@return 1 / (1 + e⁻ˣ)}, within 3 ulp.
  static FloatVector sigmoid(FloatVector x) {
    return sigmoid(x, expOfNegative(x.abs().neg())); // e is never raised to a large number
  }

  /// @param power `e^-|x|`
  static FloatVector sigmoid(FloatVector x, FloatVector power) {
    var above = all(1).blend(power, x.compare(VectorOperators.LT, 0f));
    return above.div(power.add(1));
  }

  /// {@return the g of [#erf] times -a}
  ///
  /// @param a `|x|`, at most [#ERF_IS_1]
  static FloatVector erfExponent(FloatVector a) {
    var g = Lanes.fma(all(-2.5368354e-07f), a, all(4.008122e-06f));
    g = Lanes.fma(g, a, all(-8.450705e-06f));
    g = Lanes.fma(g, a, all(-0.00029760474f));
    g = Lanes.fma(g, a, all(0.0037325546f));
    g = Lanes.fma(g, a, all(-0.02413886f));
    g = Lanes.fma(g, a, all(0.10680221f));
    g = Lanes.fma(g, a, all(0.634756f));
    g = Lanes.fma(g, a, all(1.1287558f));
    return g.mul(a).neg();
  }

  /// {@return the error function}, within 2 ulp.
  ///
  /// ```text
  /// erf x = x p(x²)  for |x| < 1      sign(x) (1 - e^(-|x| g(|x|)))  beyond
  /// ```
  ///
  /// @param power `e^(-|x| g(|x|))`, at least where |x| is not less than 1
  static FloatVector erf(FloatVector x, FloatVector power) {
    var z = x.mul(x);
    var p = Lanes.fma(all(7.875875e-05f), z, all(-0.00080168643f));
    p = Lanes.fma(p, z, all(0.0051890872f));
    p = Lanes.fma(p, z, all(-0.026854211f));
    p = Lanes.fma(p, z, all(0.11283594f));
    p = Lanes.fma(p, z, all(-0.37612626f));
    p = Lanes.fma(p, z, all(0.12837917f)); // of the leading 1.128..., so that it is not rounded
    var near = Lanes.fma(p, x, x);
    var far = all(1).sub(power);
    near = near.blend(far, x.compare(VectorOperators.GE, 1f));
    return near.blend(far.neg(), x.compare(VectorOperators.LE, -1f));
  }

  /// {@return the error function}, within 6 ulp: a third of the work of [#erf].
  ///
  /// ```text
  /// erf x = x p(x²) / q(x²)  for |x| < 3.92      sign(x) beyond
  /// ```
  static FloatVector quickErf(FloatVector x) {
    var z = x.mul(x);
    var p = Lanes.fma(all(2.042006e-06f), z, all(0.00028480697f));
    p = Lanes.fma(p, z, all(0.0037794886f));
    p = Lanes.fma(p, z, all(0.05278991f));
    p = Lanes.fma(p, z, all(0.19078086f));
    p = Lanes.fma(p, z, all(1.1283791f));
    var q = Lanes.fma(all(3.800436e-05f), z, all(0.0011651857f));
    q = Lanes.fma(q, z, all(0.014997193f));
    q = Lanes.fma(q, z, all(0.11425631f));
    q = Lanes.fma(q, z, all(0.50240786f));
    q = Lanes.fma(q, z, all(1));
    return between(p.mul(x).div(q), x, 3.92f);
  }

  /// {@return the hyperbolic tangent}, within 6 ulp: half the work of [#tanh].
  ///
  /// ```text
  /// tanh x = x p(x²) / q(x²)  for |x| < 9.01      sign(x) beyond
  /// ```
  static FloatVector quickTanh(FloatVector x) {
    var z = x.mul(x);
    var p = Lanes.fma(all(-1.2203629e-11f), z, all(3.058525e-08f));
    p = Lanes.fma(p, z, all(2.8007556e-05f));
    p = Lanes.fma(p, z, all(0.0038683326f));
    p = Lanes.fma(p, z, all(0.13679919f));
    p = Lanes.fma(p, z, all(1));
    var q = Lanes.fma(all(1.2873734e-06f), z, all(0.00039386397f));
    q = Lanes.fma(q, z, all(0.027245857f));
    q = Lanes.fma(q, z, all(0.4701325f));
    q = Lanes.fma(q, z, all(1));
    return between(p.mul(x).div(q), x, 9.01f);
  }

  /// {@return y where |x| < most, ±1 beyond}
  private static FloatVector between(FloatVector y, FloatVector x, float most) {
    var z = y.blend(1f, x.compare(VectorOperators.GE, most));
    return z.blend(-1f, x.compare(VectorOperators.LE, -most));
  }

  /// {@return max(x, 0)}, NaN for NaN; quicker than the lane-wise maximum, which minds the sign of
  /// 0
  static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LE, 0f));
  }

  /// {@return min(|x|, most)}, NaN for NaN
  static FloatVector size(FloatVector x, float most) {
    var a = x.abs();
    return a.blend(most, a.compare(VectorOperators.GT, most));
  }

  static FloatVector all(float value) {
    return FloatVector.broadcast(Lanes.FLOAT, value);
  }
}
