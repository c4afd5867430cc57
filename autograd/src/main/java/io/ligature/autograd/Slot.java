package io.ligature.autograd;

import io.ligature.Tensor;
import io.ligature.spi.History;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one pass knows of one history: the gradients that arrived so far, one for each of its
/// results.
///
/// The first gradient is stored. A later one is added in place, but only to a tensor that is
/// *owned*: made in this pass, and seen by nobody else.
final class Slot {
  private static final @Nullable Slot[] NOWHERE = {};

  final History history;
  final @Nullable Tensor[] gradients;
  private final boolean[] owned;

  /// Where the gradients of the operands go; null where nobody wants one.
  @Nullable Slot[] to = NOWHERE;

  /// Whether something that wants a gradient is here or further back.
  boolean wanted;

  Slot(History history, int results) {
    this.history = history;
    gradients = new Tensor[results];
    owned = new boolean[results];
  }

  Node node() {
    return (Node) history;
  }

  boolean isReached() {
    for (var gradient : gradients) {
      if (gradient != null) {
        return true;
      }
    }
    return false;
  }

  boolean owns(int i) {
    return owned[i];
  }

  /// Adds to gradient `i`.
  ///
  /// @param own whether this slot may edit `more` from here on
  /// @param edits whether gradients may be edited at all: not where they are recorded
  void add(int i, Tensor more, boolean own, boolean edits) {
    var held = gradients[i];
    boolean adds = held != null && held.dtype().computes(); // the halves add in FLOAT32
    if (held == null) {
      put(i, more, own && edits);
    } else if (adds && edits && owned[i]) {
      held.plusAssign(more);
    } else if (adds && edits && own) {
      more.plusAssign(held);
      put(i, more, true);
    } else {
      put(i, held.plus(more).to(held.dtype()), edits);
    }
  }

  private void put(int i, Tensor gradient, boolean own) {
    gradients[i] = gradient;
    owned[i] = own;
  }

  /// Forgets the gradients, which have been passed on.
  void clear() {
    Arrays.fill(gradients, null);
  }
}
