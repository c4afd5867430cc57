package io.ligature.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks members up by path, and says what is there instead.
final class Paths {
  private Paths() {}

  static <M> M find(Block root, String path, Class<M> kind) {
    var tree = root.traverse();
    var found = all(tree).get(path);
    if (kind.isInstance(found)) {
      return kind.cast(found);
    }
    throw new IllegalArgumentException(
        found == null ? nothing(root, tree, path, kind) : other(found, path, kind));
  }

  private static Map<String, Object> all(Traversal tree) {
    var all = new LinkedHashMap<String, Object>();
    tree.forEach(visit -> all.put(visit.path(), visit.block()));
    tree.slots().forEach(place -> all.put(place.path(), place.slot()));
    return all;
  }

  private static String other(Object found, String path, Class<?> kind) {
    var what =
        switch (found) {
          case Block block -> "a " + block.describe() + " with " + members(block);
          case Slot slot -> "the " + kind(slot.getClass()) + " " + Slots.describe(slot);
          default -> found.toString();
        };
    return "'%s' is no %s but %s.".formatted(path, kind(kind), what);
  }

  private static String nothing(Block root, Traversal tree, String path, Class<?> kind) {
    Visit inner = null;
    for (var visit : tree) {
      if (Names.isUnder(path, visit.path())) {
        inner = visit;
      }
    }
    var block = inner == null ? root : inner.block();
    var at = inner == null || inner.path().isEmpty() ? "" : " at '" + inner.path() + "'";
    return "There is no %s '%s': the %s%s has %s."
        .formatted(kind(kind), path, block.describe(), at, members(block));
  }

  private static String members(Block block) {
    var members = Members.of(block);
    var words = new ArrayList<String>();
    add(words, "parameters", members.parameters());
    add(words, "buffers", members.buffers());
    add(words, "children", members.blocks());
    return words.isEmpty() ? "no members" : String.join(" and ", words);
  }

  private static void add(List<String> words, String kind, Map<String, ?> members) {
    if (!members.isEmpty()) {
      words.add("the " + kind + " " + String.join(", ", members.keySet()));
    }
  }

  private static String kind(Class<?> kind) {
    return kind.getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }
}
