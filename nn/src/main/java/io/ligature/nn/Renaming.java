package io.ligature.nn;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Finds the prefix by which two sets of names differ.
final class Renaming {
  private Renaming() {}

  /// {@return what to do about names of which none is needed}
  static String suggest(Collection<String> needed, Collection<String> found) {
    var extra = prefix(found, needed);
    if (!extra.isEmpty()) {
      return "Take the prefix away: StateDict.load(path).rename(\"^%s\", \"\")."
          .formatted(extra.replace(".", "\\\\."));
    }
    var lacking = prefix(needed, found);
    if (!lacking.isEmpty()) {
      return "Add the prefix: StateDict.load(path).rename(\"^\", \"%s\").".formatted(lacking);
    }
    return "Map the names with StateDict.load(path).rename(regex, replacement).";
  }

  /// {@return what most often stands in front of a short name in a long one; empty if nothing does}
  private static String prefix(Collection<String> longNames, Collection<String> shortNames) {
    var counts = new HashMap<String, Integer>();
    for (var name : longNames) {
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        if (shortNames.contains(name.substring(dot + 1))) {
          counts.merge(name.substring(0, dot + 1), 1, Integer::sum);
        }
      }
    }
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
