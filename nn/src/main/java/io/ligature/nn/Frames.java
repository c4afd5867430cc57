package io.ligature.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where a forward pass is: the paths of the blocks it is inside.
///
/// A block that stands in several places is at the first when its parent uses it first, at the
/// second when it uses it again, and so on; beyond its places it is at `linear#2`.
final class Frames {
  private final Map<Block, String> paths =
      new IdentityHashMap<>(); // the first of every block of the tree
  private final Deque<Frame> open = new ArrayDeque<>();

  private record Frame(
      @Nullable String path, Map<Block, List<String>> places, Map<Block, Integer> uses) {}

  Frames(Traversal tree) {
    for (var visit : tree) {
      paths.putIfAbsent(visit.block(), visit.path());
    }
  }

  /// Runs a block at the place where it is used now.
  <T> T in(Block block, Supplier<T> work) {
    open.push(new Frame(place(block), places(block), new IdentityHashMap<>()));
    try {
      return work.get();
    } finally {
      open.pop();
    }
  }

  /// {@return the path of the innermost block; null outside the tree}
  @Nullable String path() {
    return open.isEmpty() ? null : open.element().path;
  }

  private @Nullable String place(Block block) {
    var parent = open.peek();
    var names = parent == null || parent.path == null ? null : parent.places.get(block);
    if (parent == null || parent.path == null || names == null) {
      return paths.get(block);
    }
    int use = parent.uses.merge(block, 1, Integer::sum) - 1;
    var name = names.get(use % names.size());
    int round = use / names.size() + 1;
    return Names.join(parent.path, round == 1 ? name : name + "#" + round);
  }

  private static Map<Block, List<String>> places(Block block) {
    var places = new IdentityHashMap<Block, List<String>>();
    Members.of(block)
        .blocks()
        .forEach((name, child) -> places.computeIfAbsent(child, _ -> new ArrayList<>()).add(name));
    return places;
  }
}
