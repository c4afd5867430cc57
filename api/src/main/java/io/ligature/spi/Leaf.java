package io.ligature.spi;

import io.ligature.DTypeException;
import io.ligature.DeviceException;
import io.ligature.GradMode;
import io.ligature.GradientException;
import io.ligature.Memory;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where gradients end: the slot of a tensor that asked for its gradient, or of a parameter.
///
/// The slot keeps its identity while the value beside it moves, is cast or replaced. Safe for
/// several backward passes at once: their gradients add up exactly.
public final class Leaf extends History {
  private volatile List<UnaryOperator<Tensor>> hooks = List.of(); // replaced, never edited
  private volatile GradMode mode = GradMode.ADD;
  private volatile @Nullable Tensor gradient;
  private volatile boolean shown; // whether somebody may hold the gradient

  /// Makes an empty slot.
  public Leaf() {}

  /// {@return the gradient, or null before the first}
  public @Nullable Tensor gradient() {
    shown = true;
    return gradient;
  }

  /// {@return the gradient, or null before the first, for a caller who holds it no longer than it
  /// stays here}. Memory of a gradient that was only lent is given back when it is forgotten.
  public @Nullable Tensor lent() {
    return gradient;
  }

  /// Replaces the gradient, or with null forgets it. The tensor itself is kept, and later passes
  /// add to it; only one whose elements share memory is copied first.
  ///
  /// @param value the tensor that this is the gradient of
  /// @throws ShapeException if the shapes differ
  /// @throws DTypeException if the types differ
  /// @throws DeviceException if the devices differ
  public synchronized void gradient(@Nullable Tensor replacement, Tensor value) {
    if (replacement != null) {
      check("A gradient needs the %s of its tensor, %s; found %s. %s", replacement, value);
    }
    shown = true;
    gradient = replacement == null ? null : addable(replacement.detach());
  }

  private static Tensor addable(Tensor x) {
    return x.view().layout().isExpanded() ? x.copy() : x;
  }

  /// Forgets the gradient.
  public synchronized void clear() {
    forget();
  }

  private void forget() {
    var held = gradient;
    gradient = null;
    if (held != null && !shown) {
      held.view().storage().release("the gradient, which was only lent, was forgotten");
    }
    shown = false;
  }

  private static void check(String words, Tensor found, Tensor needed) {
    if (!found.shape().equals(needed.shape())) {
      throw new ShapeException(
          words.formatted("shape", needed.shape(), found.shape(), "Reduce or reshape it."));
    }
    if (found.dtype() != needed.dtype()) {
      var cast = "Cast it with to(DType." + needed.dtype().name() + ").";
      throw new DTypeException(words.formatted("dtype", needed.dtype(), found.dtype(), cast));
    }
    if (found.device() != needed.device()) {
      throw new DeviceException(
          words.formatted("device", needed.device(), found.device(), "Move it with to(device)."));
    }
  }

  /// {@return what backward does here}
  public GradMode mode() {
    return mode;
  }

  /// Sets what backward does here from now on; a gradient that was accumulated stays.
  public void mode(GradMode mode) {
    this.mode = mode;
  }

  /// Adds a hook that sees, and may replace, each gradient before it is added.
  ///
  /// @return closes to remove the hook
  public synchronized Runnable hook(UnaryOperator<Tensor> hook) {
    UnaryOperator<Tensor> own = x -> hook.apply(x); // one identity for each registration
    var more = new ArrayList<>(hooks);
    more.add(own);
    hooks = List.copyOf(more);
    return () -> unhook(own);
  }

  private synchronized void unhook(UnaryOperator<Tensor> own) {
    hooks = hooks.stream().filter(hook -> hook != own).toList();
  }

  /// {@return whether there are hooks, which may keep what they see}
  public boolean isHooked() {
    return !hooks.isEmpty();
  }

  /// {@return a gradient as the hooks leave it}. Engines call it for all leaves before the first
  /// [#accept], so that a hook that throws leaves every gradient as it was.
  ///
  /// @throws ShapeException or another error if a hook changes what kind of tensor it is
  /// @throws GradientException if a hook returns null
  public Tensor hooked(Tensor incoming) {
    var seen = incoming;
    for (var hook : hooks) {
      seen = found(hook.apply(seen));
      check("A gradient hook must keep the %s, %s; found %s. %s", seen, incoming);
    }
    return seen;
  }

  private static Tensor found(@Nullable Tensor returned) {
    if (returned == null) { // of a hook that forgot it
      throw new GradientException(
          "A gradient hook must return a gradient; found null. Return what it was given to leave it"
              + " as it is.");
    }
    return returned;
  }

  /// Refuses a gradient that cannot be added to the one held. Engines call it for all leaves before
  /// the first [#accept].
  ///
  /// @throws ShapeException or another error if the two are not of one kind
  public void check(Tensor incoming) {
    var held = gradient;
    if (held != null && mode == GradMode.ADD) {
      check("A gradient is added to one with the %s %s; found %s. %s", incoming, held);
    }
  }

  /// Takes the gradient of one backward pass.
  ///
  /// @param owned whether nobody else holds the tensor, so that it may be kept and added to without
  ///   a copy
  public synchronized void accept(Tensor incoming, boolean owned) {
    if (mode == GradMode.NONE) {
      return;
    }
    var held = gradient;
    if (held == null || mode == GradMode.WRITE) {
      var kept = owned && isAlone(incoming) ? incoming : incoming.copy();
      forget();
      gradient = Memory.keep(kept);
    } else if (held.dtype().computes()) {
      held.plusAssign(incoming);
    } else {
      held.assign(held.plus(incoming)); // the halves add in FLOAT32
    }
  }

  /// Whether the tensor fills its storage in row-major order: no strides for optimizers to follow,
  /// no bigger storage kept alive.
  private static boolean isAlone(Tensor x) {
    return x.view().layout().isContiguous() && x.view().storage().length() == x.size();
  }

  /// {@return what is held, such as `f32[8, 4]`, or `no gradient`}
  @Override
  public String toString() {
    var held = gradient;
    return held == null ? "no gradient" : "gradient " + TensorType.of(held);
  }
}
