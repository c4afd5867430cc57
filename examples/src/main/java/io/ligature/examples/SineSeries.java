package io.ligature.examples;

import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;

/// A noisy sum of two waves, and windows of it with the number that comes next.
///
/// ```text
/// x[t] = sin(2π t / 25) + 0.5 sin(2π t / 40) + noise      noise normal, of deviation 0.1
/// ```
///
/// @param input (length, windows, 1)
/// @param target (windows, 1), the number after each window
record SineSeries(Tensor input, Tensor target) {
  static final double NOISE = 0.1;

  /// {@return the series}
  static Tensor values(int count, Key key) {
    var t = Tensor.arange(0.0, count, 1.0);
    var waves = t.times(2 * Math.PI / 25).sin().plus(t.times(2 * Math.PI / 40).sin().times(0.5));
    return waves.plus(Tensor.randn(key, waves.dtype(), waves.shape()).times(NOISE));
  }

  /// {@return every window of a series}
  static SineSeries windows(Tensor values, long length) {
    long count = values.size() - length;
    var places = Tensor.arange(length).unsqueeze(1).plus(Tensor.arange(count));
    var input = values.indexSelect(0, places.flatten()).reshape(Shape.of(length, count, 1));
    return new SineSeries(input, values.slice(0, length).unsqueeze(1));
  }

  long size() {
    return target.shape().get(0);
  }

  SineSeries choose(Tensor windows) {
    return new SineSeries(input.indexSelect(1, windows), target.indexSelect(0, windows));
  }
}
