package io.ligature.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What a load did; printing tells it.
///
/// @param source where the values came from
/// @param loaded the parameters and buffers that have new values, by their first names
/// @param missing those that stayed as they were, because the state has nothing for them
/// @param unexpected names in the state for which the block has no place
/// @param cast those whose values were cast, with both types, such as `f64 to f32`
/// @param aliased further names of what was loaded, and the name in the state that they stand for
public record LoadReport(
    String source,
    List<String> loaded,
    List<String> missing,
    List<String> unexpected,
    SequencedMap<String, String> cast,
    SequencedMap<String, String> aliased) {
  private static final int SHOWN = 10;

  /// Copies the lists.
  public LoadReport {
    loaded = List.copyOf(loaded);
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
    cast = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(cast));
    aliased = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(aliased));
  }

  /// {@return names in a line, abridged}
  static String names(Collection<String> names) {
    var shown = String.join(", ", names.stream().limit(SHOWN).toList());
    return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
  }

  /// {@return a line for what was loaded, and one for each list that is not empty}
  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    lines.add(
        "loaded %d of %d from %s".formatted(loaded.size(), loaded.size() + missing.size(), source));
    addLine(lines, "missing", missing);
    addLine(lines, "unexpected", unexpected);
    addLine(lines, "cast", pairs(cast, " "));
    addLine(lines, "aliased", pairs(aliased, " = "));
    return String.join("\n", lines);
  }

  private static void addLine(List<String> lines, String what, Collection<String> names) {
    if (!names.isEmpty()) {
      lines.add(what + ": " + names(names));
    }
  }

  private static List<String> pairs(Map<String, String> map, String between) {
    return map.entrySet().stream().map(e -> e.getKey() + between + e.getValue()).toList();
  }
}
