package io.ligature.nn;

import io.ligature.DryValueException;
import io.ligature.Key;
import io.ligature.Params;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How the slots of a tree get their first values: all at once, or none.
///
/// ```text
/// all shapes known      draw all
/// some unknown          run the tree dry on the input, which finds them; then draw all
/// control flow that     run it for real, drawing values as they are reached; keep them if it succeeds
///   depends on values
/// ```
///
/// The key of a draw is that of the root folded with the path, so a lazy model begins as an eager
/// one, and a layer that is added changes no other.
final class Initialization {
  /// Held while values appear in slots.
  static final Object COMMIT = new Object();

  private final Block root;
  private final Traversal tree;
  private final Map<Slot, String> pending = new LinkedHashMap<>(); // what is to be drawn, by path
  private @Nullable Key rootKey;

  private Initialization(Block root, Predicate<Slot> isPending) {
    this.root = root;
    tree = root.traverse();
    for (var named : tree.names().entrySet()) {
      if (isPending.test(named.getKey())) {
        pending.put(named.getKey(), named.getValue());
      }
    }
  }

  /// {@return the initialisation of what has no value yet}
  static Initialization of(Block root) {
    return new Initialization(root, slot -> Slots.cell(slot).data() == null);
  }

  /// {@return new first values of all parameters for an input; nothing changes in the tree}
  static Params draw(Block root, Key key, Tensor x) {
    var all =
        new Initialization(
            root, slot -> slot instanceof Parameter || Slots.cell(slot).data() == null);
    var drawn = new Provisional(all.pending.keySet(), slot -> key.fold(all.path(slot)));
    if (!all.unknown(drawn).isEmpty() && !all.runsDry(drawn, x, root::forward)) {
      drawn.run(() -> root.apply(x));
    }
    all.requireKnown(drawn, unreached(x));
    var params = new LinkedHashMap<String, Tensor>();
    all.pending.forEach(
        (slot, path) -> {
          if (slot instanceof Parameter) {
            params.put(path, drawn.draw(slot));
          }
        });
    return Params.of(params);
  }

  /// Sets how every parameter begins, and draws anew what has a value.
  static void again(Block root, Initializer initializer) {
    var initialized = new LinkedHashMap<Parameter, Tensor>();
    @Nullable Key rootKey = null;
    for (var entry : root.parameters().toMap().entrySet()) {
      var cell = entry.getValue().cell();
      if (cell.data() != null) {
        rootKey = rootKey == null ? Key.next() : rootKey;
        var key = rootKey.fold(entry.getKey());
        initialized.put(
            entry.getValue(), cell.draw(initializer, entry.getKey(), cell.shape(), key));
      }
    }
    root.parameters().each(parameter -> parameter.cell().initializer(initializer));
    initialized.forEach((parameter, value) -> Slots.fill(parameter.root(), value));
  }

  /// Gives every slot its value before the first input is computed.
  ///
  /// @return the result of the root, if finding the shapes took computing it; else null
  @Nullable Tensor byApplying(Tensor x, UnaryOperator<Tensor> form) {
    var drawn = provisional();
    boolean known = unknown(drawn).isEmpty();
    Tensor result = null;
    if (!known && (hasHooks() || !runsDry(drawn, x, form))) {
      rootKey(); // before the computation draws numbers of its own, as if it had begun eagerly
      result = drawn.run(() -> drawn.apply(root, x, form));
    }
    commit(drawn);
    return result;
  }

  /// Gives every slot its value for the type of an input.
  ///
  /// @throws UninitializedParameterException if the type does not determine some shape
  void byType(Tensor x) {
    var drawn = provisional();
    if (!unknown(drawn).isEmpty() && !runsDry(drawn, x, root::forward)) {
      requireKnown(
          drawn,
          " cannot be found without data: the computation needs values before it is reached. Call"
              + " apply(x).");
    }
    requireKnown(drawn, unreached(x));
    commit(drawn);
  }

  /// Gives every slot its value, all shapes being known.
  void byItself() {
    var drawn = provisional();
    requireKnown(
        drawn, " has extents that only an input makes known. Call materialize(inputShape).");
    commit(drawn);
  }

  private static String unreached(Tensor x) {
    return " is not reached by an input " + x.type() + ". Materialize its block by itself.";
  }

  private boolean hasHooks() {
    return tree.stream().anyMatch(visit -> visit.block().hasHooks());
  }

  /// Runs the tree dry, and keeps the shapes that were found.
  ///
  /// @return whether all shapes were found that the input reaches
  private boolean runsDry(Provisional drawn, Tensor x, UnaryOperator<Tensor> form) {
    var dry = new Dry();
    boolean whole;
    try {
      dry.run(root, x, form);
      whole = true;
    } catch (DryValueException _) {
      whole = false;
    }
    pending.keySet().forEach(slot -> drawn.resolved(slot, dry.shapeOf(slot)));
    return whole || unknown(drawn).isEmpty();
  }

  /// {@return what cannot be drawn yet}
  private List<Slot> unknown(Pass pass) {
    return pass.run(
        () -> {
          var unknown = new ArrayList<Slot>();
          for (var slot : pending.keySet()) {
            if (!pass.shapeOf(slot).isKnown() || Slots.cell(slot).isWaiting()) {
              unknown.add(slot);
            }
          }
          return unknown;
        });
  }

  private void requireKnown(Pass pass, String problem) {
    for (var slot : unknown(pass)) {
      throw new UninitializedParameterException(
          "%s %s %s%s"
              .formatted(slot.getClass().getSimpleName(), path(slot), pass.shapeOf(slot), problem));
    }
  }

  private Provisional provisional() {
    return new Provisional(pending.keySet(), this::key);
  }

  private Key key(Slot slot) {
    var earlier = Slots.cell(slot).key();
    return earlier == null ? rootKey().fold(path(slot)) : earlier;
  }

  /// Drawn as late as possible, so that a failure before leaves the generator alone.
  private synchronized Key rootKey() {
    var known = rootKey == null ? Key.next() : rootKey;
    rootKey = known;
    return known;
  }

  private String path(Slot slot) {
    return pending.getOrDefault(slot, slot.name());
  }

  /// Draws everything first, which may fail, and only then puts it into the slots.
  private void commit(Provisional provisional) {
    var later = unknown(provisional);
    var drawn = new LinkedHashMap<Slot, Tensor>();
    for (var slot : pending.keySet()) {
      if (!later.contains(slot)) {
        drawn.put(slot, provisional.draw(slot));
      }
    }
    synchronized (COMMIT) { // another thread may have been first with a slot that two trees share
      for (var slot : drawn.keySet()) {
        Cell.checkAccepts(slot.name(), Slots.cell(slot).shape(), drawn.get(slot).shape());
      }
      for (var slot : drawn.keySet()) {
        if (Slots.cell(slot).data() == null) {
          Slots.adopt(slot, drawn.get(slot));
        }
      }
      provisional.written().forEach(Slots::fill);
    }
    for (var slot : later) { // not reached by this input; it begins as if it were
      Slots.cell(slot).key(key(slot));
    }
    for (var visit : tree) {
      visit.block().readyIfInitialized();
    }
  }
}
