package io.ligature.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every block and path of a tree, a block before its children, in declaration order. Everything
/// that goes through a model goes this way: parameters, state, copies, moves, printing.
///
/// A block that stands in several places is visited at each; only the first visit is marked so.
public final class Traversal implements Iterable<Visit> {
  private final List<Visit> visits = new ArrayList<>();
  private final List<Place> slots = new ArrayList<>();
  private final Map<Block, String> firstPaths = new IdentityHashMap<>();
  private final Map<Block, Members> entered = new IdentityHashMap<>();

  /// A parameter or buffer at one of its paths.
  ///
  /// @param slot the parameter or buffer; where a matrix is tied as a transpose, that transpose
  /// @param path the path
  /// @param isFirst whether this is the path that names it; all others are aliases
  /// @param firstPath the path that names it
  public record Place(Slot slot, String path, boolean isFirst, String firstPath) {
    /// {@return whether the values here are the transpose of those under the path that names them}
    public boolean isTransposed() {
      return slot instanceof Parameter parameter && parameter.isTransposed() && !isFirst;
    }
  }

  private record Found(Slot slot, String path) {}

  private Traversal() {}

  static Traversal of(Block root) {
    var traversal = new Traversal();
    var found = new ArrayList<Found>();
    traversal.enter(root, "", found);
    traversal.name(found);
    return traversal;
  }

  private void enter(Block block, String path, List<Found> found) {
    var members = Members.of(block);
    if (entered.put(block, members) != null) {
      throw new IllegalStateException(
          "%s contains itself: %s and %s are one block. Break the cycle, or make that field transient."
              .formatted(
                  block.getClass().getName(),
                  Names.shown(firstPaths.getOrDefault(block, path)),
                  Names.shown(path)));
    }
    boolean isFirst = firstPaths.putIfAbsent(block, path) == null;
    visits.add(new Visit(block, path, isFirst, firstPaths.getOrDefault(block, path)));
    for (var own : members.parameters().entrySet()) {
      found.add(new Found(own.getValue().slot(), Names.join(path, own.getKey())));
    }
    for (var own : members.buffers().entrySet()) {
      found.add(new Found(own.getValue(), Names.join(path, own.getKey())));
    }
    for (var child : members.blocks().entrySet()) {
      enter(child.getValue(), Names.join(path, child.getKey()), found);
    }
    entered.remove(block);
  }

  /// A value is named by its first path; by that of a transpose only if nothing else leads to it.
  private void name(List<Found> found) {
    var first = new IdentityHashMap<Slot, String>();
    for (boolean transposes : new boolean[] {false, true}) {
      for (var place : found) {
        if (isTransposed(place.slot) == transposes) {
          first.putIfAbsent(Slots.root(place.slot), place.path);
        }
      }
    }
    for (var place : found) {
      var name = first.getOrDefault(Slots.root(place.slot), place.path);
      slots.add(new Place(place.slot, place.path, name.equals(place.path), name));
    }
  }

  private static boolean isTransposed(Slot slot) {
    return slot instanceof Parameter parameter && parameter.isTransposed();
  }

  @Override
  public Iterator<Visit> iterator() {
    return visits.iterator();
  }

  /// {@return every visit}
  public Stream<Visit> stream() {
    return visits.stream();
  }

  /// {@return the first path to a block of this tree}
  String firstPath(Block block) {
    return firstPaths.getOrDefault(block, "");
  }

  /// {@return every parameter and buffer at every path, in state order: a block's own parameters,
  /// its own buffers, then its children}
  public List<Place> slots() {
    return List.copyOf(slots);
  }

  /// {@return the path that names each value, by the slot that holds it}
  Map<Slot, String> names() {
    var names = new LinkedHashMap<Slot, String>(); // slots are equal only to themselves
    for (var place : slots) {
      if (place.isFirst) {
        names.put(Slots.root(place.slot), place.path);
      }
    }
    return names;
  }
}
