package io.ligature;

import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.spi.Philox;
import java.util.function.DoubleUnaryOperator;

/// How tensors begin by chance.
///
/// The same key gives the same bits on every backend: by arithmetic that is exact everywhere, or on
/// the host.
final class Draws {
  private Draws() {}

  /// Real numbers in [0, 1): as many upper bits of a random word as the type has digits, scaled by
  /// a power of two.
  static Tensor rand(DType dtype, Shape shape, Key key) {
    Creation.checkReal("rand", dtype);
    var word = dtype == DType.FLOAT64 ? DType.INT64 : DType.INT32;
    int digits = digits(dtype);
    var whole = bits(word, shape, key).ushr(word.bytes() * 8 - digits).to(dtype.widened());
    return whole.times(Math.scalb(1.0, -digits)).to(dtype);
  }

  private static int digits(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> 53;
      case FLOAT16 -> 11;
      case BFLOAT16 -> 8;
      case FLOAT32, INT32, INT64, INT8, UINT8, BOOL -> 24;
    };
  }

  private static Tensor bits(DType word, Shape shape, Key key) {
    return Dispatch.create(Device.current(), new Op.RandomBits(new TensorType(word, shape), key));
  }

  static Tensor uniform(DType dtype, Shape shape, Key key, double low, double high) {
    double width = high - low;
    if (!(low <= high) || !Double.isFinite(width)) {
      throw new IllegalArgumentException(
          "uniform needs finite bounds, low at most high; found low %s and high %s."
              .formatted(low, high));
    }
    var computed = dtype.widened();
    var x = rand(computed, shape, key).times(width).plus(low);
    return (low < high ? x.minimum(below(computed, high)) : x).to(dtype); // rounding may reach high
  }

  private static double below(DType dtype, double high) {
    return dtype == DType.FLOAT64 ? Math.nextDown(high) : largestFloatBelow(high);
  }

  private static double largestFloatBelow(double high) {
    float nearest = (float) high;
    return nearest < high ? nearest : Math.nextDown(nearest);
  }

  static Tensor normal(DType dtype, Shape shape, Key key, double mean, double std) {
    if (!(std >= 0)) {
      throw new IllegalArgumentException(
          "normal needs a standard deviation of 0 or more; found %s.".formatted(std));
    }
    return quantiles(dtype, shape, key, p -> mean + std * NormalQuantile.of(p));
  }

  static Tensor truncatedNormal(DType dtype, Shape shape, Key key, double low, double high) {
    return quantiles(dtype, shape, key, new TruncatedNormal(low, high)::of);
  }

  private static Tensor quantiles(DType dtype, Shape shape, Key key, DoubleUnaryOperator quantile) {
    Creation.checkReal("A normal distribution", dtype);
    return Creation.onHost(
        Device.current(),
        dtype,
        shape,
        i -> {
          double p = ((Philox.word64(key.bits(), i) >>> 11) + 0.5) * 0x1p-53; // never 0 or 1
          return quantile.applyAsDouble(p);
        });
  }

  static Tensor bernoulli(DType dtype, Shape shape, Key key, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "bernoulli needs a probability from 0 to 1; found %s.".formatted(p));
    }
    return rand(DType.FLOAT32, shape, key).lt(p).to(dtype);
  }

  static Tensor bernoulli(Key key, Tensor p) {
    Creation.checkReal("bernoulli by a tensor of probabilities", p.dtype());
    return rand(p.dtype().widened(), p.shape(), key).lt(p.detach()).to(p.dtype());
  }

  /// Whole numbers by the remainder of 63 random bits, so that the most frequent is more frequent
  /// than the rarest by (high - low) / 2^63 at most.
  static Tensor randint(DType dtype, Shape shape, Key key, long low, long high) {
    if (low >= high || high - low < 0) {
      throw new IllegalArgumentException(
          "randint needs low below high, and fewer than 2^63 numbers between; found low %d and high %d."
              .formatted(low, high));
    }
    var asked = "randint of " + dtype;
    Exact.of(asked, dtype, low);
    Exact.of(asked, dtype, high - 1);
    return bits(DType.INT64, shape, key).ushr(1).rem(high - low).plus(low).to(dtype);
  }

  /// The order in which random words ascend.
  static Tensor randperm(long count, Key key) {
    return bits(DType.INT64, Shape.of(count), key).argsort(0);
  }
}
