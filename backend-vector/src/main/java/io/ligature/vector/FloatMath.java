package io.ligature.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Functions of every lane, as polynomials that Chebyshev nodes determine.
///
/// Errors are in units in the last place, the largest over all floats; `FloatMathTest` measures
/// them. NaN gives NaN, infinities and subnormal numbers what the mathematics says.
final class FloatMath {
  private static final float LOG2_E = 1.442695041f;
  private static final float LN2_HIGH = 0.693145751953125f; // times a small whole number is exact
  private static final float LN2_LOW = 1.4286068203e-6f;
  private static final float ROUNDS = 0x1.8p23f; // added to a number, leaves it no fraction
  private static final int ROUNDS_BITS = Float.floatToRawIntBits(ROUNDS);
  private static final int BIAS = 127;
  private static final int FRACTION = 23; // bits
  private static final int ROOT_OF_HALF = Float.floatToRawIntBits(0.70710678f);

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

  /// {@return the natural logarithm}, within 1.1 ulp.
  ///
  /// ```text
  /// log x = n ln 2 + log(1 + f)      x = 2ⁿ (1 + f), √½ <= 1 + f < √2      log(1 + f) = f - f²/2 + f³ q(f)
  /// ```
  static FloatVector log(FloatVector x) {
    var small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    var y = x.blend(x.mul(0x1p23f), small);
    var bits = y.reinterpretAsInts();
    var exponent = bits.sub(ROOT_OF_HALF).lanewise(VectorOperators.ASHR, FRACTION);
    var f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, FRACTION)).reinterpretAsFloats().sub(1);
    var n = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
    n = n.blend(n.sub(FRACTION), small);
    var q = Lanes.fma(all(0.06971612f), f, all(-0.11479734f));
    q = Lanes.fma(q, f, all(0.1168542f));
    q = Lanes.fma(q, f, all(-0.12425687f));
    q = Lanes.fma(q, f, all(0.14249058f));
    q = Lanes.fma(q, f, all(-0.16667803f));
    q = Lanes.fma(q, f, all(0.20000716f));
    q = Lanes.fma(q, f, all(-0.24999997f));
    q = Lanes.fma(q, f, all(0.3333333f));
    var square = f.mul(f);
    var rest = Lanes.fma(n, all(LN2_LOW), q.mul(f).mul(square));
    rest = Lanes.fma(square, all(-0.5f), rest);
    var log = Lanes.fma(n, all(LN2_HIGH), f.add(rest));
    log = log.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
    log = log.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    return log.blend(
        x,
        x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY)
            .not()
            .andNot(x.compare(VectorOperators.LT, 0f)));
  }

  /// {@return the hyperbolic tangent}, within 2 ulp.
  ///
  /// ```text
  /// tanh x = x + x³ q(x²)  for |x| < 0.625      sign(x) (1 - 2 / (e^(2|x|) + 1))  beyond
  /// ```
  static FloatVector tanh(FloatVector x) {
    var a = x.abs();
    var z = x.mul(x);
    var q = Lanes.fma(all(-0.006096714f), z, all(0.02099718f));
    q = Lanes.fma(q, z, all(-0.053850908f));
    q = Lanes.fma(q, z, all(0.1333277f));
    q = Lanes.fma(q, z, all(-0.33333328f));
    var near = Lanes.fma(q.mul(z), a, a);
    var far = all(1).sub(all(2).div(exp(a.add(a)).add(1)));
    return signed(far.blend(near, a.compare(VectorOperators.LT, 0.625f)), x);
  }

  /// {@return 1 / (1 + e⁻ˣ)}, within 3 ulp.
  static FloatVector sigmoid(FloatVector x) {
    var small = exp(x.abs().neg()); // so that e is never raised to a large number
    var above = all(1).blend(small, x.compare(VectorOperators.LT, 0f));
    return above.div(small.add(1));
  }

  /// {@return the error function}, within 2 ulp.
  ///
  /// ```text
  /// erf x = x p(x²)  for |x| < 1      sign(x) (1 - e^(-|x| g(|x|)))  beyond
  /// ```
  static FloatVector erf(FloatVector x) {
    var a = x.abs();
    a = a.blend(4f, a.compare(VectorOperators.GT, 4f)); // from here on 1
    var z = x.mul(x);
    var p = Lanes.fma(all(7.875875e-05f), z, all(-0.00080168643f));
    p = Lanes.fma(p, z, all(0.0051890872f));
    p = Lanes.fma(p, z, all(-0.026854211f));
    p = Lanes.fma(p, z, all(0.11283594f));
    p = Lanes.fma(p, z, all(-0.37612626f));
    p = Lanes.fma(p, z, all(0.12837917f)); // of the leading 1.128..., so that it is not rounded
    var near = Lanes.fma(p, x, x);
    var g = Lanes.fma(all(-2.5368354e-07f), a, all(4.008122e-06f));
    g = Lanes.fma(g, a, all(-8.450705e-06f));
    g = Lanes.fma(g, a, all(-0.00029760474f));
    g = Lanes.fma(g, a, all(0.0037325546f));
    g = Lanes.fma(g, a, all(-0.02413886f));
    g = Lanes.fma(g, a, all(0.10680221f));
    g = Lanes.fma(g, a, all(0.634756f));
    g = Lanes.fma(g, a, all(1.1287558f));
    var far = signed(all(1).sub(exp(g.mul(a).neg())), x);
    return far.blend(near, a.compare(VectorOperators.LT, 1f));
  }

  /// {@return max(x, 0)}, NaN for NaN; quicker than the lane-wise maximum, which minds the sign of
  /// 0
  static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LE, 0f));
  }

  private static FloatVector signed(FloatVector magnitude, FloatVector sign) {
    var bit = sign.reinterpretAsInts().and(Integer.MIN_VALUE);
    return magnitude.reinterpretAsInts().or(bit).reinterpretAsFloats();
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(Lanes.FLOAT, value);
  }
}
