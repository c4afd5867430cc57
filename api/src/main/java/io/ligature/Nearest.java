package io.ligature;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Guesses which name was meant.
final class Nearest {
  private Nearest() {}

  /// {@return the known name that fewest edits turn the asked one into; none if that takes more
  /// than an edit for three letters}
  static Optional<String> to(String asked, Collection<String> known) {
    int most = Math.max(1, asked.length() / 3);
    return known.stream()
        .filter(name -> distance(asked, name) <= most)
        .min(Comparator.comparingInt(name -> distance(asked, name)));
  }

  /// {@return how many letters must be inserted, removed or replaced; the case of letters does not
  /// count}
  ///
  /// ```text
  /// d(i, j) = min(d(i-1, j) + 1, d(i, j-1) + 1, d(i-1, j-1) + [aᵢ ≠ bⱼ])
  /// ```
  ///
  /// @see <a href="https://doi.org/10.1145/321796.321811">Wagner and Fischer (1974)</a>
  static int distance(String first, String second) {
    var a = first.toLowerCase(Locale.ROOT);
    var b = second.toLowerCase(Locale.ROOT);
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
