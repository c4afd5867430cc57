package io.ligature.nn;

/// What constructors refuse: numbers outside their ranges.
final class Range {
  private Range() {}

  /// {@return the value itself}
  ///
  /// @throws IllegalArgumentException if it is NaN or infinite
  static double finite(String who, String what, double value) {
    return check(Double.isFinite(value), who, what, value, "");
  }

  /// {@return the value itself}
  ///
  /// @throws IllegalArgumentException if it is negative, NaN or infinite
  static double notNegative(String who, String what, double value) {
    return check(value >= 0 && Double.isFinite(value), who, what, value, " of 0 or more");
  }

  /// {@return the value itself}
  ///
  /// @throws IllegalArgumentException if it is 0, negative, NaN or infinite
  static double positive(String who, String what, double value) {
    return check(value > 0 && Double.isFinite(value), who, what, value, " above 0");
  }

  private static double check(boolean holds, String who, String what, double value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s needs a finite %s%s; found %s.".formatted(who, what, range, value));
    }
    return value;
  }
}
