package io.ligature.nn;

import io.ligature.Key;
import io.ligature.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A pass that draws values as they are reached, and keeps them to itself.
final class Provisional extends Pass {
  private final Set<Slot> pending; // what is to be drawn
  private final Function<Slot, Key> key;
  private final Map<Slot, Tensor> drawn = new ConcurrentHashMap<>();
  private final Map<Slot, Tensor> values = new ConcurrentHashMap<>();

  Provisional(Set<Slot> pending, Function<Slot, Key> key) {
    super(null);
    this.pending = pending;
    this.key = key;
  }

  @Override
  @Nullable Tensor value(Slot slot) {
    return pending.contains(slot) ? values.computeIfAbsent(slot, this::tracked) : null;
  }

  private Tensor tracked(Slot slot) {
    return slot instanceof Parameter parameter ? parameter.tracked(draw(slot)) : draw(slot);
  }

  /// {@return the value of a slot that is to be drawn}
  ///
  /// @throws UninitializedParameterException if extents are unknown
  Tensor draw(Slot slot) {
    return drawn.computeIfAbsent(
        slot,
        _ -> {
          var shape = shapeOf(slot);
          if (!shape.isKnown()) {
            throw Slots.unknown(slot);
          }
          var from = key.apply(slot);
          // in this pass: a bias begins by the shape of its weight, which may be known only here
          return run(() -> Slots.cell(slot).draw(slot.name(), shape, from));
        });
  }
}
