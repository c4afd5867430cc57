package io.ligature.benchmarks.peers;

import java.util.SplittableRandom;

/// The numbers that go in, which every process draws for itself and alike, and the one that comes
/// out.
public final class Numbers {
  private Numbers() {}

  /// {@return draws of N(0, 1)}
  public static float[] normal(long seed, int count) {
    var random = new SplittableRandom(seed);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /// {@return the product of extents}
  public static int size(int... extents) {
    int size = 1;
    for (int extent : extents) {
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  /// {@return one number for a result, which another order or a wrong element changes}
  ///
  /// ```text
  /// d = 1/n Σ (1 + i mod 7) y_i²
  /// ```
  public static double digest(float[] y) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += (1 + i % 7) * (double) y[i] * y[i];
    }
    return sum / y.length;
  }
}
