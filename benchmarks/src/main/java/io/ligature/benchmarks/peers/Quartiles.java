package io.ligature.benchmarks.peers;

import java.util.stream.DoubleStream;

/// The middle of some samples and how far they spread.
record Quartiles(double first, double median, double third) {
  /// Linear between neighbours.
  static Quartiles of(DoubleStream samples) {
    var sorted = samples.sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("Quartiles need a sample; found none.");
    }
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
