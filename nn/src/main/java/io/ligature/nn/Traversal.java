package io.ligature.nn;

import java.util.Iterator;
import java.util.List;

/// Every block and path of a tree, in declaration order; everything that goes through a model goes
/// this way.
@SuppressWarnings("DoNotCallSuggester") // a skeleton for now
public final class Traversal implements Iterable<Visit> {
  private final List<Visit> visits;

  Traversal(List<Visit> visits) {
    this.visits = visits;
  }

  /// A parameter or buffer at one of its paths.
  ///
  /// @param slot the parameter or buffer
  /// @param path the path
  /// @param isFirst whether no earlier path led to the same value
  public record Place(Slot slot, String path, boolean isFirst) {}

  @Override
  public Iterator<Visit> iterator() {
    return visits.iterator();
  }

  /// {@return every parameter and buffer at every path, in state order}
  public List<Place> slots() {
    throw new UnsupportedOperationException();
  }
}
