package io.ligature.nn;

import io.ligature.Shape;

/// Numbers of channels, which lazy layers may not know yet.
final class Channels {
  private Channels() {}

  /// {@return the number itself}
  ///
  /// @throws IllegalArgumentException if it is negative
  static long check(String layer, long channels) {
    if (channels < 0) {
      throw new IllegalArgumentException(
          "%s needs a number of channels of 0 or more; found %d.".formatted(layer, channels));
    }
    return channels;
  }

  /// {@return the number, or C while it is unknown, as messages say it}
  static String name(long channels) {
    return channels == Shape.UNKNOWN ? "C" : Long.toString(channels);
  }
}
