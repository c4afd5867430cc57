package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A forward pass that reads other values than those in the slots: dry, provisional, functional or
/// traced.
///
/// It is bound to the thread, and to the tasks that it forks; without one, a slot just returns what
/// it holds. No pass changes a slot: what is written to a buffer goes to a copy of it, here.
abstract class Pass {
  private static final ScopedValue<Pass> CURRENT = ScopedValue.newInstance();

  private final @Nullable Pass outer; // asked for what this one has no opinion on
  private final Map<Slot, Shape> shapes = new ConcurrentHashMap<>(0); // found here
  private final Map<Slot, Tensor> written = new ConcurrentHashMap<>(0); // buffers

  Pass(@Nullable Pass outer) {
    this.outer = outer;
  }

  static @Nullable Pass current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  final <T> T run(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /// {@return the result of a block in this pass}
  ///
  /// @param form what the block computes
  Tensor apply(Block block, Tensor x, UnaryOperator<Tensor> form) {
    if (!block.isReady() && block.ownSlots().stream().anyMatch(slot -> !shapeOf(slot).isKnown())) {
      infer(block, x);
    }
    return compute(block, x, form);
  }

  private static void infer(Block block, Tensor x) {
    try {
      block.infer(x);
    } catch (RuntimeException e) {
      throw Trail.leave(block, e);
    }
  }

  Tensor compute(Block block, Tensor x, UnaryOperator<Tensor> form) {
    return block.run(x, form, true);
  }

  /// {@return the value of a root slot here, or null if this pass has no opinion}
  abstract @Nullable Tensor value(Slot slot);

  final Tensor valueOf(Slot slot) {
    for (Pass pass = this; pass != null; pass = pass.outer) {
      var edited = pass.written.get(slot);
      var value = edited == null ? pass.value(slot) : edited;
      if (value != null) {
        return value;
      }
    }
    return slot instanceof Parameter parameter ? parameter.live() : Slots.held(slot);
  }

  /// {@return what a write to a buffer goes to}
  Tensor writable(Buffer buffer) {
    var edited = written.get(buffer);
    if (edited == null) {
      edited = valueOf(buffer).copy();
      written.put(buffer, edited);
    }
    return edited;
  }

  /// {@return the buffers that were written, with their values}
  final Map<Slot, Tensor> written() {
    return written;
  }

  // ---- shapes

  final Shape shapeOf(Slot slot) {
    var found = shapes.get(slot);
    if (found != null) {
      return found;
    }
    return outer == null ? Slots.cell(slot).shape() : outer.shapeOf(slot);
  }

  /// {@return the shape of a root slot, as far as it is known here}
  static Shape shape(Slot slot) {
    var pass = current();
    return pass == null ? Slots.cell(slot).shape() : pass.shapeOf(slot);
  }

  /// Makes the shape of a root slot known, in the current pass if there is one.
  static void resolve(Slot slot, Shape known) {
    var pass = current();
    Cell.checkAccepts(slot.name(), shape(slot), known);
    if (pass == null) {
      Slots.cell(slot).shape(known);
    } else {
      pass.shapes.put(slot, known);
    }
  }

  final void resolved(Slot slot, Shape known) {
    shapes.put(slot, known);
  }
}
