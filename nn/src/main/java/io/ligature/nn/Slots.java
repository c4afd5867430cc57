package io.ligature.nn;

import io.ligature.Key;
import io.ligature.ShapeException;
import io.ligature.Tensor;

/// What parameters and buffers have in common.
final class Slots {
  private Slots() {}

  /// {@return the slot that holds the value: through ties}
  static Slot root(Slot slot) {
    return slot instanceof Parameter parameter ? parameter.root() : slot;
  }

  static Cell cell(Slot slot) {
    return slot instanceof Parameter parameter ? parameter.cell() : ((Buffer) slot).cell();
  }

  /// Makes a tensor the value of a root slot; its memory becomes the slot's.
  static void adopt(Slot slot, Tensor value) {
    if (slot instanceof Parameter parameter) {
      parameter.adopt(value);
    } else {
      cell(slot).adopt(value);
    }
  }

  /// Sets a value as loading does: in place where type, shape and device stay, so that whoever
  /// holds the live value sees it; else by taking the tensor over.
  static void fill(Slot slot, Tensor value) {
    var held = cell(slot).data();
    if (held != null && held.type().equals(value.type()) && held.device() == value.device()) {
      held.assign(value.detach());
    } else {
      adopt(slot, value);
    }
  }

  /// {@return the value of a root slot, drawn now if it has none yet}
  ///
  /// @throws UninitializedParameterException if extents are unknown
  static Tensor held(Slot slot) {
    var cell = cell(slot);
    var held = cell.data();
    if (held != null) {
      return held;
    }
    if (!cell.shape().isKnown()) {
      throw unknown(slot);
    }
    synchronized (Initialization.COMMIT) {
      if (cell.data() == null) {
        var key = cell.key();
        adopt(slot, cell.draw(slot.name(), cell.shape(), key == null ? Key.next() : key));
      }
    }
    return held(slot);
  }

  /// Refuses a value that does not broadcast to a slot's shape.
  static void checkFits(Slot slot, Tensor value) {
    var name = slot.name().isEmpty() ? slot.getClass().getSimpleName() : slot.name();
    if (value == null) {
      throw new NullPointerException("set of %s needs a tensor; found null.".formatted(name));
    }
    var shape = slot.shape();
    int more = shape.rank() - value.rank();
    boolean fits = more >= 0 || !shape.isKnown(); // else the value of the slot says what is wrong
    for (int axis = 0; shape.isKnown() && fits && axis < value.rank(); axis++) {
      long extent = value.shape().get(axis);
      fits = extent == 1 || extent == shape.get(more + axis);
    }
    if (!fits) {
      throw new ShapeException(
          "set of %s %s needs a value that broadcasts to its shape; found %s. Aligned at the last axis, extents must be equal, or 1."
              .formatted(name, shape, value.shape()));
    }
  }

  static UninitializedParameterException unknown(Slot slot) {
    return new UninitializedParameterException(
        slot.getClass().getSimpleName()
            + " "
            + describe(slot)
            + " has no value before the extents marked ? are known. Call apply(x),"
            + " materialize(inputShape) or load(file) of the model first; a block of your own finds"
            + " them in infer(x), with resolve(shape).");
  }

  static String describe(Slot slot) {
    return (slot.name() + " " + slot.shape() + " " + slot.dtype()).strip();
  }
}
