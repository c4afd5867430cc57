package io.ligature.nn;

/// Names of members, and paths made of them.
final class Names {
  private Names() {}

  /// {@return the name}
  ///
  /// @throws IllegalArgumentException if it is empty or has a dot
  static String checked(String name) {
    if (name.isEmpty() || name.contains(".")) {
      throw new IllegalArgumentException(
          "A name needs one letter or more and no dots, which separate the names of a path; found '%s'."
              .formatted(name));
    }
    return name;
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /// {@return a path for messages}
  static String shown(String path) {
    return path.isEmpty() ? "the model itself" : path;
  }

  /// {@return whether a path is the prefix, or lies under it}
  static boolean isUnder(String path, String prefix) {
    return prefix.isEmpty() || path.equals(prefix) || path.startsWith(prefix + ".");
  }

  /// Runs of digits compare as numbers, all else as text: a2 before a10.
  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endA = digits(a, i);
      int endB = digits(b, j);
      int order;
      if (endA > i && endB > j) {
        order = compareDigits(a.substring(i, endA), b.substring(j, endB));
        i = endA;
        j = endB;
      } else {
        order = Character.compare(a.charAt(i++), b.charAt(j++));
      }
      if (order != 0) {
        return order;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b); // 01 and 1
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int compareDigits(String a, String b) {
    var x = a.replaceFirst("^0+(?=.)", "");
    var y = b.replaceFirst("^0+(?=.)", "");
    return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
  }
}
