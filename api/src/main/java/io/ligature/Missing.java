package io.ligature;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The error of an operand that is null.
final class Missing {
  private Missing() {}

  /// {@return the error: `add of f32[2] and null: an operand is missing. Give a tensor or a
  /// number.`}
  static NullPointerException operand(String asked, @Nullable Object... operands) {
    var shown = new ArrayList<String>();
    for (var operand : operands) {
      shown.add(operand instanceof Tensor x ? x.type().toString() : String.valueOf(operand));
    }
    return new NullPointerException(
        "%s of %s: an operand is missing. Give a tensor or a number."
            .formatted(asked, String.join(" and ", shown)));
  }

  /// Refuses null beside a tensor; the plain case allocates nothing.
  static void check(String asked, @Nullable Object operand, @Nullable Object other) {
    if (operand == null || other == null) {
      throw operand(asked, operand, other);
    }
  }

  /// Refuses null among operands.
  static void check(String asked, @Nullable Object... operands) {
    for (var operand : operands) {
      if (operand == null) {
        throw operand(asked, operands);
      }
    }
  }
}
