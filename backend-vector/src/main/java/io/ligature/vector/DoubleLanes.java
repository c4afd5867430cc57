package io.ligature.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// [Lanes] of FLOAT64: apart, so that a program which never uses them does not wait for their
/// classes.
final class DoubleLanes {
  static final VectorSpecies<Double> SPECIES = VectorSpecies.of(double.class, Lanes.SHAPE);

  private DoubleLanes() {}

  /// {@return a b + c}, rounded as [Lanes#fma] does
  static DoubleVector fma(DoubleVector a, DoubleVector b, DoubleVector c) {
    return Lanes.FMA ? a.fma(b, c) : a.mul(b).add(c);
  }

  /// {@return a b + c}
  static double fma(double a, double b, double c) {
    return Lanes.FMA ? Math.fma(a, b, c) : a * b + c;
  }
}
