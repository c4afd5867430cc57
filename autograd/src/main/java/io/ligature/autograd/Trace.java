package io.ligature.autograd;

import io.ligature.Dispatch;
import io.ligature.GradMode;
import io.ligature.Tensor;
import io.ligature.op.Op;
import io.ligature.spi.History;
import io.ligature.spi.Leaf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One run of a function, recorded: what went in, what came out, and the graph between.
///
/// The function is given *entries*, tensors with the values of the inputs and a history that begins
/// here. A pass back ends at them. So passes nest: to an inner one, what an outer one
/// differentiates by is a constant, and a gradient that depends on it is recorded like any other
/// result.
final class Trace {
  private final long since = new Origin().id(); // older than everything that the function records
  private final @Nullable Tensor[] entries;
  private final Tensor[] results;
  private final Pass first;
  private final boolean linked;

  private Trace(
      Function<Tensor[], Tensor[]> function, Tensor[] inputs, boolean all, List<Edge> captured) {
    boolean outside = Recording.isOn();
    var given = inputs.clone();
    entries = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      if (all ? inputs[i].dtype().isFloating() : inputs[i].isTracked()) {
        given[i] = enter(inputs[i], outside);
        entries[i] = given[i];
      }
    }
    running(Origin::begin);
    results = Recording.with(true, () -> function.apply(given));
    running(Origin::end);
    first = pass(captured);
    linked = outside && (isAnyTracked(inputs) || !captured.isEmpty() || isAnyLive(first.beyond()));
  }

  /// {@return a run of a function whose real inputs are all entries}
  static Trace of(Function<Tensor[], Tensor[]> function, Tensor[] inputs) {
    return new Trace(function, inputs, true, List.of());
  }

  /// {@return a run of a function whose tracked inputs are entries}
  ///
  /// @param captured what else the function depends on, and its gradients are to reach
  static Trace ofTracked(
      Function<Tensor[], Tensor[]> function, Tensor[] inputs, List<Edge> captured) {
    return new Trace(function, inputs, false, captured);
  }

  private static Tensor enter(Tensor input, boolean outside) {
    return outside && input.isTracked()
        ? Dispatch.execute(new Op.Reshape(input.shape()), input)
        : input.detach().tracked(new Origin(), 0);
  }

  private Pass pass(List<Edge> captured) {
    var pass = Pass.since(since);
    for (var entry : entries) {
      var history = entry == null ? null : entry.history();
      if (history != null) {
        pass.target(history);
      }
    }
    for (var edge : captured) {
      var history = edge.to();
      if (history != null) {
        pass.target(history);
      }
    }
    pass.discover(results);
    return pass;
  }

  private static boolean isAnyTracked(Tensor[] tensors) {
    return Arrays.stream(tensors).anyMatch(Tensor::isTracked);
  }

  /// Whether something that wants a gradient, now or later, lies behind the edges.
  private static boolean isAnyLive(List<Edge> edges) {
    var seen = new HashSet<History>();
    var open = new ArrayDeque<History>();
    edges.forEach(edge -> push(edge, seen, open));
    while (!open.isEmpty()) {
      var history = open.pop();
      if (history instanceof Node node && !node.isReleased()) {
        for (var edge : node.edges()) {
          push(edge, seen, open);
        }
      } else if (!isDead(history)) {
        return true;
      }
    }
    return false;
  }

  private static void push(Edge edge, Set<History> seen, ArrayDeque<History> open) {
    var history = edge.to();
    if (history != null && seen.add(history)) {
      open.push(history);
    }
  }

  private static boolean isDead(History history) {
    return (history instanceof Origin origin && origin.isIdle())
        || (history instanceof Leaf leaf && leaf.mode() == GradMode.NONE);
  }

  /// {@return what the function depends on beside its entries, each once}
  List<Edge> captured() {
    var seen = new HashSet<List<Object>>();
    var distinct = new ArrayList<Edge>();
    for (var edge : first.beyond()) {
      boolean ended =
          edge.to() instanceof Origin origin && origin.isIdle(); // of a derivative inside
      if (edge.to() != null && !ended && seen.add(List.of(edge.to(), edge.index()))) {
        distinct.add(edge);
      }
    }
    return distinct;
  }

  /// Visits every value that the run saved for its gradients.
  void visitSaved(Consumer<Tensor> visitor) {
    first.visitSaved(visitor);
  }

  /// {@return the results; untracked, unless they depend on something tracked outside}
  Tensor[] values() {
    return linked ? results.clone() : results();
  }

  /// {@return the results without history}
  Tensor[] results() {
    var plain = results.clone();
    for (int i = 0; i < plain.length; i++) {
      plain[i] = plain[i].detach();
    }
    return plain;
  }

  /// {@return the gradients of the inputs, null where nothing depends on them; uses up the graph
  /// unless the gradients are recorded}
  @Nullable Tensor[] gradients(@Nullable Tensor[] seeds) {
    sweep(first, seeds, false);
    return read(first);
  }

  /// {@return the same, and keeps the graph}
  @Nullable Tensor[] gradientsAgain(@Nullable Tensor[] seeds) {
    var pass = pass(List.of());
    sweep(pass, seeds, true);
    return read(pass);
  }

  /// {@return the gradient that arrived at what an edge leads to}
  @Nullable Tensor gradient(Edge captured) {
    var history = captured.to();
    return history == null ? null : first.gradient(history, captured.index());
  }

  private void sweep(Pass pass, @Nullable Tensor[] seeds, boolean retain) {
    boolean record = Recording.isOn() && linked;
    for (int i = 0; i < results.length; i++) {
      var seed = seeds[i];
      if (seed != null && results[i].dtype().isFloating()) {
        Seeds.check(seed, results[i]);
        record |= Recording.isOn() && seed.isTracked();
        pass.seed(results[i], seed, false);
      }
    }
    boolean recorded = record;
    running(Origin::begin);
    try {
      Recording.with(recorded, () -> pass.sweep(recorded, recorded || retain));
    } finally {
      running(Origin::end);
    }
  }

  private @Nullable Tensor[] read(Pass pass) {
    var gradients = new Tensor[entries.length];
    for (int i = 0; i < entries.length; i++) {
      var entry = entries[i];
      var history = entry == null ? null : entry.history();
      gradients[i] = history == null ? null : pass.gradient(history, 0);
    }
    return gradients;
  }

  private void running(Consumer<Origin> change) {
    for (var entry : entries) {
      if (entry != null && entry.history() instanceof Origin origin) {
        change.accept(origin);
      }
    }
  }
}
