package io.ligature.vector;

import org.jspecify.annotations.Nullable;

/// What users may set by system properties.
final class Settings {
  private Settings() {}

  /// {@return the bits of a vector that `ligature.vector.bits` asks for, or 0 for what the
  /// processor prefers}
  static int bits() {
    return bits(System.getProperty("ligature.vector.bits"));
  }

  static int bits(@Nullable String asked) {
    if (asked == null || asked.isBlank()) {
      return 0;
    }
    return switch (asked.strip()) {
      case "128" -> 128;
      case "256" -> 256;
      case "512" -> 512;
      default ->
          throw new IllegalArgumentException(
              "ligature.vector.bits needs 128, 256 or 512; found '"
                  + asked
                  + "'. Leave it out to have the width that this processor prefers.");
    };
  }

  /// {@return how many threads `ligature.threads` asks for, else as many as there are processors}
  static int threads() {
    return threads(System.getProperty("ligature.threads"));
  }

  static int threads(@Nullable String asked) {
    if (asked == null || asked.isBlank()) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int threads = Integer.parseInt(asked.strip());
      if (threads >= 1 && threads <= 1024) {
        return threads;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "ligature.threads needs a number of 1 to 1024; found '"
            + asked
            + "'. Leave it out to have as many threads as processors.");
  }
}
