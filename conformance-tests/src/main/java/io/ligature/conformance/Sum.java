package io.ligature.conformance;

/// A sum of doubles that keeps what each addition cut off, so that the oracle's own roundings are
/// none to speak of.
///
/// @see <a href="https://doi.org/10.1002/zamm.19740540106">Neumaier (1974), Rundungsfehleranalyse
///   einiger Verfahren zur Summation endlicher Summen</a>
final class Sum {
  private double sum;
  private double cut;

  void add(double x) {
    double next = sum + x;
    cut += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }

  /// Adds a product, exactly.
  void addProduct(double a, double b) {
    double product = a * b;
    add(product);
    cut += Math.fma(a, b, -product);
  }

  /// Begins where another ends.
  void set(Sum other) {
    sum = other.sum;
    cut = other.cut;
  }

  DoubleDouble value() {
    return Double.isFinite(sum) && Double.isFinite(cut)
        ? DoubleDouble.sum(sum, cut)
        : DoubleDouble.of(sum);
  }
}
