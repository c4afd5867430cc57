package io.ligature.autograd;

import io.ligature.GradMode;
import io.ligature.Tensor;
import io.ligature.spi.History;
import io.ligature.spi.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One walk over a graph, from results back to what they came from.
///
/// ```text
/// discover   what can be reached, and which of it leads to something that wants a gradient
/// sweep      youngest first, so that each operation has all its gradients before it passes them on
/// ```
///
/// Both are loops: a chain of any length fits on the stack.
final class Pass {
  private static final Comparator<@Nullable Slot> YOUNGEST_FIRST =
      (a, b) -> a == null || b == null ? 0 : Long.compare(b.history.id(), a.history.id());

  private final boolean toLeaves;
  private final long since;
  private final Slots slots = new Slots();
  private final List<Slot> leaves = new ArrayList<>(0);
  private final List<Edge> beyond = new ArrayList<>(0);
  private @Nullable Slot[] nodes = new Slot[16];
  private int count;

  private Pass(boolean toLeaves, long since) {
    this.toLeaves = toLeaves;
    this.since = since;
  }

  /// {@return a pass to every leaf that keeps its gradient}
  static Pass toLeaves() {
    return new Pass(true, Long.MIN_VALUE);
  }

  /// {@return a pass through operations that are not older than `since`, to the histories added
  /// with [#target]}
  static Pass since(long since) {
    return new Pass(false, since);
  }

  /// Makes the pass end at a history, and keep the gradients that arrive.
  void target(History history) {
    if (slots.get(history) == null) {
      var slot = new Slot(history, history instanceof Node node ? node.outputs() : 1);
      slot.wanted = true;
      slots.put(slot);
    }
  }

  /// Finds what the results came from. Changes nothing in the graph.
  ///
  /// @throws io.ligature.GradientException if it was used up, or a value that it needs was edited
  void discover(Tensor... results) {
    for (var result : results) {
      reach(Edge.of(result));
    }
    for (int i = 0; i < count; i++) { // count grows
      enter(slot(i));
    }
    Arrays.sort(nodes, 0, count, YOUNGEST_FIRST);
    for (int i = count - 1; i >= 0; i--) {
      prune(slot(i));
    }
  }

  private Slot slot(int i) {
    var slot = nodes[i];
    assert slot != null;
    return slot;
  }

  private void enter(Slot slot) {
    var edges = slot.node().edges();
    var to = new Slot[edges.length];
    for (int i = 0; i < edges.length; i++) {
      to[i] = reach(edges[i]);
    }
    slot.to = to;
  }

  private @Nullable Slot reach(Edge edge) {
    var history = edge.to();
    if (history == null) {
      return null;
    }
    var known = slots.get(history);
    if (known != null) {
      return known;
    }
    if (history instanceof Node node && node.id() >= since) {
      return add(new Slot(node, node.outputs()));
    }
    if (!toLeaves) {
      beyond.add(edge);
      return null;
    }
    return history instanceof Leaf leaf && leaf.mode() != GradMode.NONE ? leaf(leaf) : null;
  }

  private Slot add(Slot slot) {
    slots.put(slot);
    if (count == nodes.length) {
      nodes = Arrays.copyOf(nodes, 2 * count);
    }
    nodes[count++] = slot;
    return slot;
  }

  private Slot leaf(Leaf leaf) {
    var slot = new Slot(leaf, 1);
    slot.wanted = true;
    slots.put(slot);
    leaves.add(slot);
    return slot;
  }

  private static void prune(Slot slot) {
    var to = slot.to;
    for (int i = 0; i < to.length; i++) {
      var next = to[i];
      if (next != null && next.wanted) {
        slot.wanted = true;
      } else {
        to[i] = null;
      }
    }
    if (slot.wanted) {
      slot.node().check();
    }
  }

  /// Visits every value that the operations saved; before the pass is swept.
  void visitSaved(Consumer<Tensor> visitor) {
    for (int i = 0; i < count; i++) {
      slot(i).node().visitSaved(visitor);
    }
  }

  /// {@return the edges that led to neither a target nor an operation of this pass}
  List<Edge> beyond() {
    return beyond;
  }

  /// Adds to the gradient of a result.
  void seed(Tensor result, Tensor gradient, boolean own) {
    var history = result.history();
    var slot = history == null ? null : slots.get(history);
    if (slot != null) {
      slot.add(result.outputIndex(), gradient, own, false);
    }
  }

  /// Passes the gradients on, down to leaves or targets.
  ///
  /// @param record whether the gradients are themselves differentiable
  /// @param retain whether the graph stays
  void sweep(boolean record, boolean retain) {
    for (int i = 0; i < count; i++) {
      var slot = slot(i);
      if (slot.wanted && slot.isReached()) {
        passOn(slot, !record);
      }
      slot.clear();
      if (!retain) {
        slot.node().release();
      }
      nodes[i] = null;
    }
  }

  private static void passOn(Slot slot, boolean edits) {
    var node = slot.node();
    var edges = node.edges();
    var results = Vjp.of(node, slot);
    for (int i = 0; i < results.length; i++) {
      var to = slot.to[i];
      var result = results[i];
      if (to != null && result != null) {
        to.add(edges[i].index(), result, edits && isOwn(result, i, results, slot), edits);
      }
    }
  }

  /// Whether nobody else sees the tensor that a rule returned for operand `i`: it is fresh, or it
  /// is the incoming gradient, which was owned and went nowhere else.
  private static boolean isOwn(Tensor result, int i, @Nullable Tensor[] results, Slot slot) {
    var storage = result.view().storage();
    if (result.view().layout().isExpanded()) {
      return false;
    }
    for (int k = 0; k < results.length; k++) {
      var other = results[k];
      if (k != i && other != null && other.view().storage() == storage) {
        return false;
      }
    }
    for (int k = 0; k < slot.gradients.length; k++) {
      var gradient = slot.gradients[k];
      if (gradient != null && gradient.view().storage() == storage) {
        return slot.owns(k);
      }
    }
    return true;
  }

  /// {@return the gradient that arrived at a target; null if none did}
  @Nullable Tensor gradient(History target, int index) {
    var slot = slots.get(target);
    return slot == null ? null : slot.gradients[index];
  }

  /// Hands the gradients to the leaves: all of them, or if a hook or a check throws, none.
  void deliver() {
    leaves.removeIf(slot -> !slot.isReached());
    var incoming = new Tensor[leaves.size()];
    var own = new boolean[incoming.length];
    for (int i = 0; i < incoming.length; i++) {
      var slot = leaves.get(i);
      var leaf = (Leaf) slot.history;
      own[i] = slot.owns(0) && !leaf.isHooked(); // a hook may keep what it sees
      incoming[i] = leaf.hooked(Objects.requireNonNull(slot.gradients[0]));
    }
    for (int i = 0; i < incoming.length; i++) {
      ((Leaf) leaves.get(i).history).check(incoming[i]);
    }
    for (int i = 0; i < incoming.length; i++) {
      ((Leaf) leaves.get(i).history).accept(incoming[i], own[i]);
    }
  }
}
