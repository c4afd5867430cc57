package io.ligature.nn.optim.schedule;

/// Up once, and down further.
record OneCycle(long steps, double rise, double divisor, double finalDivisor) implements Schedule {
  OneCycle {
    if (!(rise > 0 && rise < 1)) {
      throw new IllegalArgumentException(
          "Schedule.oneCycle needs a rise between 0 and 1; found %s.".formatted(rise));
    }
    if (!(steps >= 2 && rise * steps > 1)) {
      throw new IllegalArgumentException(
          "Schedule.oneCycle needs steps of which %s are more than one; found %d."
              .formatted(rise, steps));
    }
    Ranges.divisor("Schedule.oneCycle", "divisor", divisor);
    Ranges.divisor("Schedule.oneCycle", "finalDivisor", finalDivisor);
  }

  @Override
  public double rate(double first, long t) {
    double low = first / divisor;
    double peak = rise * steps - 1;
    double end = steps - 1.0;
    return t <= peak
        ? between(low, first, t / peak)
        : between(first, low / finalDivisor, Math.min((t - peak) / (end - peak), 1));
  }

  /// {@return the way from one to another along half a cosine}
  private static double between(double from, double to, double part) {
    return to + (from - to) * (1 + Math.cos(Math.PI * part)) / 2;
  }
}
