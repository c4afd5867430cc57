package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.op.Op;

/// How far a result may be from the oracle's.
///
/// ```text
/// |found - expected| <= c(op, n) ulp(scale)      ulp = the distance of neighbours of that magnitude
/// ```
///
/// The scale is the magnitude of the result, or for sums the sum of all magnitudes. A rounding is
/// half an ulp of what is rounded, which is no larger than the scale. For a sum of `n` roundings c
/// is n where n is small, else 4√n: that roundings are as often up as down makes the root, and the
/// 4 makes an exception rarer than one in 10¹³. No test has a number of its own.
///
/// @param c how many ulps
/// @param signOfZero whether a zero must have the right sign
/// @param flushes whether a subnormal may be taken for zero
/// @param reason why so many
/// @see <a href="https://doi.org/10.1137/18M1226312">Higham and Mary (2019), A new approach to
///   probabilistic rounding error analysis</a>, for 4√n
record Tolerance(double c, boolean signOfZero, boolean flushes, String reason) {
  private static final int BLOCK = 64; // terms that a sum may add one after another

  static Tolerance of(Profile profile, Op op, Operand... in) {
    boolean relaxed = profile == Profile.RELAXED_GPU;
    return switch (op) {
      case Op.Unary unary -> of(unary, relaxed);
      case Op.Binary binary -> of(binary, relaxed);
      case Op.Reduce reduce -> reduction(reduce, in[0], relaxed);
      case Op.Scan scan -> {
        long n = in[0].shape().get(scan.axis());
        yield switch (scan.kind()) {
          case SUM -> new Tolerance((double) n, false, relaxed, "a running sum of " + n);
          case PROD -> new Tolerance((double) n, false, relaxed, "a product of " + n);
          case MAX, MIN -> zeroOfAnySign(relaxed);
        };
      }
      case Op.MatMul _ -> {
        long k = in[0].shape().get(-1);
        yield sum(k, relaxed, "a sum of " + k + " products");
      }
      case Op.Scatter scatter -> {
        long n = 1 + in[1].shape().get(scatter.axis());
        yield sum(n, relaxed, "a sum of up to " + n);
      }
      default -> exact(relaxed);
    };
  }

  private static Tolerance of(Op.Unary op, boolean relaxed) {
    return switch (op) {
      case NEGATE, ABS, FLOOR, CEIL, ROUND, TRUNC, NOT -> exact(relaxed);
      case SIGN, RELU -> zeroOfAnySign(relaxed);
      case SQRT -> relaxed ? new Tolerance(3, false, true, "a square root of a GPU") : exact(false);
      default -> library(relaxed);
    };
  }

  private static Tolerance of(Op.Binary op, boolean relaxed) {
    return switch (op) {
      case MAXIMUM, MINIMUM -> zeroOfAnySign(relaxed);
      case DIVIDE -> relaxed ? new Tolerance(3, false, true, "a division of a GPU") : exact(false);
      case FLOOR_DIVIDE, REMAINDER ->
          new Tolerance(1, !relaxed, relaxed, "a quotient, rounded once");
      case POW, ATAN2 -> library(relaxed);
      default -> exact(relaxed);
    };
  }

  private static Tolerance reduction(Op.Reduce op, Operand x, boolean relaxed) {
    long n = 1;
    for (int axis : op.axes()) {
      n *= x.shape().get(axis);
    }
    double depth = BLOCK + Math.log((double) Math.max(1, n)) / Math.log(2);
    return switch (op.kind()) {
      case SUM ->
          new Tolerance(
              Math.min((double) n, 4 * Math.sqrt(depth)),
              false,
              relaxed,
              "a sum of %d in runs of up to %d and halves above them, or in a wider type"
                  .formatted(n, BLOCK));
      case PROD -> new Tolerance((double) n, false, relaxed, "a product of " + n);
      case MAX, MIN -> zeroOfAnySign(relaxed);
    };
  }

  /// For an operation of several: each rounds, and some are sums of up to `n`.
  static Tolerance fused(Profile profile, long n) {
    boolean relaxed = profile == Profile.RELAXED_GPU;
    double c = (relaxed ? 16 : 4) * (8 + Math.sqrt((double) n));
    return new Tolerance(c, false, relaxed, "several functions, and sums of up to %d".formatted(n));
  }

  /// For some steps of a small model, which are no more than a fused operation on a hundred
  /// numbers.
  static Tolerance model(Profile profile) {
    return fused(profile, 100);
  }

  private static Tolerance sum(long n, boolean relaxed, String reason) {
    return new Tolerance(Math.min((double) n, 4 * Math.sqrt((double) n)), false, relaxed, reason);
  }

  private static Tolerance library(boolean relaxed) {
    return relaxed
        ? new Tolerance(16, false, true, "a function of a GPU's library")
        : new Tolerance(4, false, false, "a function of a mathematical library");
  }

  private static Tolerance exact(boolean relaxed) {
    return new Tolerance(0, !relaxed, relaxed, "rounded once, as IEEE 754 says");
  }

  private static Tolerance zeroOfAnySign(boolean relaxed) {
    return new Tolerance(0, false, relaxed, "exact, but for the sign of zero");
  }

  /// {@return the distance of numbers of a type where they are this large: the unit of all
  /// tolerances, and of what reports say}
  static double ulp(DType dtype, double scale) {
    boolean wide = dtype == DType.FLOAT64;
    int exponent = Math.max(Math.getExponent(scale), wide ? -1022 : -126);
    return Math.scalb(1.0, exponent - (wide ? 52 : 23));
  }

  /// {@return the bound for a result of this scale}
  double bound(DType dtype, double scale) {
    double flushed = dtype == DType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    return c * ulp(dtype, scale) + (flushes ? flushed : 0);
  }

  /// {@return whether bits are near enough}
  boolean accepts(DType dtype, DoubleDouble expected, double scale, long foundBits) {
    double found = Cells.real(dtype, foundBits);
    if (Double.isNaN(expected.high()) || Double.isNaN(found)) {
      return Double.isNaN(expected.high()) && Double.isNaN(found);
    }
    double rounded = Cells.real(dtype, Cells.bits(dtype, expected.high()));
    if (found == rounded) {
      return !signOfZero || found != 0 || Cells.bits(dtype, rounded) == foundBits;
    }
    if (Double.isInfinite(found) || Double.isInfinite(rounded)) {
      double largest = dtype == DType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE;
      double finite = Double.isInfinite(found) ? rounded : found;
      return Math.signum(found) == Math.signum(rounded)
          && c > 0
          && largest - Math.abs(finite) <= c * ulp(dtype, largest); // one of them just overflowed
    }
    return expected.distance(found) <= bound(dtype, scale);
  }

  /// {@return how far bits are off, in units in the last place of the scale; 0 if they are the
  /// nearest there are}
  static double ulps(DType dtype, DoubleDouble expected, double scale, long foundBits) {
    double found = Cells.real(dtype, foundBits);
    double error = expected.distance(found);
    boolean nearest = found == Cells.real(dtype, Cells.bits(dtype, expected.high()));
    return nearest || !(error > 0) || Double.isInfinite(error) ? 0 : error / ulp(dtype, scale);
  }

  /// {@return the bound as messages show it}
  String show(DType dtype, double scale) {
    return c == 0
        ? reason
        : "within %.3g = %.3g ulp of %.6g: %s".formatted(bound(dtype, scale), c, scale, reason);
  }
}
