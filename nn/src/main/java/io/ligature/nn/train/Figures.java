package io.ligature.nn.train;

import java.util.Locale;

/// Numbers as people read them.
final class Figures {
  private Figures() {}

  /// {@return a value: 0.0123, and 1.20e-05 where that would show too little}
  static String of(double value) {
    double size = Math.abs(value);
    boolean plain = value == 0 || (size >= 1e-3 && size < 1e5) || !Double.isFinite(value);
    return String.format(Locale.ROOT, plain ? "%.4f" : "%.2e", value);
  }

  /// {@return a time: 0:07, 12:34, 1:02:03}
  static String time(double seconds) {
    long all = Math.round(seconds);
    long hours = all / 3600;
    long minutes = all / 60 % 60;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, all % 60)
        : String.format(Locale.ROOT, "%d:%02d", minutes, all % 60);
  }

  /// {@return how many in a time: 12.3/s, 1,234/s}
  static String rate(long count, double seconds) {
    double rate = count / Math.max(seconds, 1e-9);
    return String.format(Locale.ROOT, rate < 100 ? "%.1f/s" : "%,.0f/s", rate);
  }
}
