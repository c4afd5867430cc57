package io.ligature.conformance;

/// A real number as the sum of two doubles, the second what rounding to the first cut off: some 31
/// decimal digits, twice as many as a backend has.
///
/// A sum or product that is no number, or too large for one, has nothing cut off.
///
/// @param high the nearest double
/// @param low the rest
/// @see <a href="https://doi.org/10.1007/BF01397083">Dekker (1971), A floating-point technique for
///   extending the available precision</a>
record DoubleDouble(double high, double low) {
  static DoubleDouble of(double x) {
    return new DoubleDouble(x, 0);
  }

  /// {@return a + b, exactly}
  static DoubleDouble sum(double a, double b) {
    double sum = a + b;
    double part = sum - a;
    return rest(sum, a - (sum - part) + (b - part));
  }

  /// {@return a b, exactly}
  static DoubleDouble product(double a, double b) {
    double product = a * b;
    return rest(product, Math.fma(a, b, -product));
  }

  /// {@return a + b, exactly, where b is the smaller one}
  private static DoubleDouble ordered(double a, double b) {
    double sum = a + b;
    return rest(sum, b - (sum - a));
  }

  private static DoubleDouble rest(double high, double low) {
    return new DoubleDouble(high, Double.isFinite(high) ? low : 0);
  }

  DoubleDouble plus(DoubleDouble other) {
    var highs = sum(high, other.high);
    var lows = sum(low, other.low);
    var sum = ordered(highs.high, highs.low + lows.high);
    return ordered(sum.high, sum.low + lows.low);
  }

  DoubleDouble plus(double x) {
    return plus(of(x));
  }

  DoubleDouble minus(DoubleDouble other) {
    return plus(other.negate());
  }

  DoubleDouble negate() {
    return new DoubleDouble(-high, -low);
  }

  DoubleDouble times(DoubleDouble other) {
    var product = product(high, other.high);
    return ordered(product.high, product.low + (high * other.low + low * other.high));
  }

  DoubleDouble times(double x) {
    return times(of(x));
  }

  /// Digit by digit as one divides by hand, each digit a double.
  DoubleDouble div(DoubleDouble other) {
    double first = high / other.high;
    var left = minus(other.times(first));
    double second = left.high / other.high;
    double third = left.minus(other.times(second)).high / other.high;
    return ordered(first, second).plus(third);
  }

  DoubleDouble div(double x) {
    return div(of(x));
  }

  /// One step of Newton's from the root of the larger part.
  DoubleDouble sqrt() {
    double root = Math.sqrt(high);
    return root == 0 ? of(root) : ordered(root, minus(product(root, root)).high / (2 * root));
  }

  /// {@return this times 2 to the `exponent`}
  DoubleDouble scale(int exponent) {
    return rest(Math.scalb(high, exponent), Math.scalb(low, exponent));
  }

  /// {@return how far a number is from this}
  double distance(double x) {
    return Math.abs(x - high - low);
  }

  @Override
  public String toString() {
    return "" + high;
  }
}
