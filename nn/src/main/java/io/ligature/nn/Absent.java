package io.ligature.nn;

import org.jspecify.annotations.Nullable;

/// Parameters that a layer may have been made without.
final class Absent {
  private Absent() {}

  /// {@return the parameter itself, or what it is tied to}
  ///
  /// @throws IllegalStateException if there is none
  static Parameter check(Block layer, String name, @Nullable Parameter parameter) {
    if (parameter == null) {
      throw new IllegalStateException(
          "%s was made without a %s.".formatted(layer.describe(), name));
    }
    return parameter.slot();
  }
}
