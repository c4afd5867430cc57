package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;

/// One result as the oracle has it, in row-major order: either exact bits, or real numbers before
/// their last rounding, each with the scale that its tolerance is a share of.
final class Expected {
  final DType dtype;
  final Shape shape;

  /// Empty where the result is given by values.
  final long[] bits;

  /// Real numbers.
  private final double[] values;

  /// What is missing in them.
  private final double[] rests;

  /// For each value the size of what was rounded on the way: its own magnitude, or the sum of
  /// magnitudes.
  final double[] scales;

  private Expected(DType dtype, Shape shape, long[] bits, double[] values, double[] scales) {
    this.dtype = dtype;
    this.shape = shape;
    this.bits = bits;
    this.values = values;
    this.scales = scales;
    rests = new double[values.length];
  }

  static Expected bits(DType dtype, Shape shape) {
    return new Expected(dtype, shape, new long[(int) shape.size()], new double[0], new double[0]);
  }

  static Expected reals(DType dtype, Shape shape) {
    int n = (int) shape.size();
    return new Expected(dtype, shape, new long[0], new double[n], new double[n]);
  }

  boolean isExact() {
    return values.length == 0;
  }

  /// {@return how many real numbers}
  int length() {
    return values.length;
  }

  DoubleDouble value(int i) {
    return new DoubleDouble(values[i], rests[i]);
  }

  /// Says that element `i` is a value whose only rounding is its own.
  void put(int i, DoubleDouble value) {
    put(i, value, Math.abs(value.high()));
  }

  void put(int i, DoubleDouble value, double scale) {
    values[i] = value.high();
    rests[i] = value.low();
    scales[i] = scale;
  }
}
