package io.ligature;

import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.spi.Philox;
import java.lang.foreign.MemorySegment;
import java.util.function.DoubleUnaryOperator;

/// How tensors begin.
final class Creation {
  private Creation() {}

  static Tensor full(Device device, DType dtype, Shape shape, Number value) {
    Number exact = dtype.isFloating() ? (Number) value.doubleValue() : (Number) value.longValue();
    return Dispatch.create(device, new Op.Fill(new TensorType(dtype, shape), exact));
  }

  /// Real numbers in [0, 1): the upper 24 or 53 bits of a random word, scaled by a power of two, so
  /// exact on every backend.
  static Tensor uniform(Device device, DType dtype, Shape shape, Key key) {
    boolean narrow = dtype.widened() == DType.FLOAT32;
    var word = narrow ? DType.INT32 : DType.INT64;
    var bits = Dispatch.create(device, new Op.RandomBits(new TensorType(word, shape), key));
    var whole = bits.ushr(narrow ? 8 : 11).to(narrow ? DType.FLOAT32 : DType.FLOAT64);
    return whole.times(narrow ? 0x1p-24 : 0x1p-53).to(dtype);
  }

  /// Standard normal numbers, computed on the host in double so that every backend has the same
  /// bits: the quantile of a uniform one.
  static Tensor normal(Device device, DType dtype, Shape shape, Key key) {
    return onHost(device, dtype, shape, key, NormalQuantile::of);
  }

  static Tensor truncatedNormal(
      Device device, DType dtype, Shape shape, Key key, double low, double high) {
    return onHost(device, dtype, shape, key, new TruncatedNormal(low, high)::of);
  }

  private static Tensor onHost(
      Device device, DType dtype, Shape shape, Key key, DoubleUnaryOperator quantile) {
    var values = new double[Math.toIntExact(device.isDry() ? 0 : shape.size())];
    for (int i = 0; i < values.length; i++) {
      double uniform = ((Philox.word64(key.bits(), i) >>> 11) + 0.5) * 0x1p-53; // never 0 or 1
      values[i] = quantile.applyAsDouble(uniform);
    }
    return device.isDry()
        ? Dispatch.allocate(device, new TensorType(dtype, shape))
        : Host.tensor(device, DType.FLOAT64, shape, MemorySegment.ofArray(values)).to(dtype);
  }
}
