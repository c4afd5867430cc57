package io.ligature.spi;

import io.ligature.DTypeException;
import io.ligature.DeviceException;
import io.ligature.GradMode;
import io.ligature.Memory;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where gradients end: the slot of a tensor that asked for its gradient, or of a parameter.
///
/// The slot keeps its identity while the value beside it moves, is cast or replaced. Safe for several
/// backward passes at once.
public final class Leaf extends History {
  private final List<UnaryOperator<Tensor>> hooks = new ArrayList<>(0);
  private volatile GradMode mode = GradMode.ADD;
  private volatile @Nullable Tensor gradient;

  /// Makes an empty slot.
  public Leaf() {}

  /// {@return the gradient, or null before the first}
  public @Nullable Tensor gradient() {
    return gradient;
  }

  /// Replaces the gradient, or with null forgets it.
  ///
  /// @param value the tensor that this is the gradient of
  /// @throws ShapeException if the shapes differ
  /// @throws DTypeException if the types differ
  /// @throws DeviceException if the devices differ
  public synchronized void gradient(@Nullable Tensor replacement, Tensor value) {
    if (replacement != null) {
      check(replacement, value);
    }
    gradient = replacement;
  }

  private static void check(Tensor gradient, Tensor value) {
    if (!gradient.shape().equals(value.shape())) {
      throw new ShapeException(
          "A gradient needs the shape of its tensor, %s; found %s. Reduce or reshape it."
              .formatted(value.shape(), gradient.shape()));
    }
    if (gradient.dtype() != value.dtype()) {
      throw new DTypeException(
          "A gradient needs the dtype of its tensor, %s; found %s. Cast it with to(DType.%s)."
              .formatted(value.dtype(), gradient.dtype(), value.dtype().name()));
    }
    if (gradient.device() != value.device()) {
      throw new DeviceException(
          "A gradient needs the device of its tensor, %s; found %s. Move it with to(device)."
              .formatted(value.device(), gradient.device()));
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
    hooks.add(hook);
    return () -> {
      synchronized (this) {
        hooks.remove(hook);
      }
    };
  }

  /// {@return a gradient as the hooks leave it}. Engines call it for all leaves before the first
  /// [#accept], so that a hook that throws leaves every gradient as it was.
  public synchronized Tensor hooked(Tensor incoming) {
    var seen = incoming;
    for (var hook : hooks) {
      seen = hook.apply(seen);
    }
    return seen;
  }

  /// Takes the gradient of one backward pass.
  ///
  /// @param owned whether nobody else holds the tensor, so that it may be kept and added to without a copy
  public synchronized void accept(Tensor incoming, boolean owned) {
    var held = gradient;
    if (mode == GradMode.NONE) {
      return;
    }
    if (held != null && mode == GradMode.ADD) {
      held.plusAssign(incoming);
    } else {
      var kept = owned ? incoming : incoming.copy();
      Memory.keep(kept);
      gradient = kept;
    }
  }
}
