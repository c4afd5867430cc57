package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// What a [Slot] holds: perhaps a value, else what is known of the value to come.
final class Cell {
  private volatile Shape shape;
  private volatile DType dtype;
  private volatile Device device;
  private volatile @Nullable Initializer initializer; // null: the value was given
  private volatile @Nullable Tensor data;
  private volatile @Nullable Key key;

  Cell(Shape shape, DType dtype, Initializer initializer) {
    this.shape = shape;
    this.dtype = dtype;
    this.device = Device.current();
    this.initializer = initializer;
  }

  Cell(Tensor given) {
    var plain = Memory.keep(given.detach().contiguous());
    shape = plain.shape();
    dtype = plain.dtype();
    device = plain.device();
    data = plain;
  }

  Cell(Cell other) {
    var held = other.data;
    shape = other.shape;
    dtype = other.dtype;
    device = other.device;
    initializer = other.initializer;
    key = other.key;
    data = held == null ? null : Memory.keep(held.copy());
  }

  Shape shape() {
    return shape;
  }

  DType dtype() {
    return dtype;
  }

  Device device() {
    return device;
  }

  @Nullable Tensor data() {
    return data;
  }

  @Nullable Key key() {
    return key;
  }

  /// Remembers the key of a draw to come; the first wins.
  void key(Key later) {
    if (key == null) {
      key = later;
    }
  }

  void initializer(Initializer policy) {
    initializer = policy;
  }

  void to(Device where) {
    var held = data;
    device = where;
    data = held == null ? null : Memory.keep(held.to(where));
  }

  void to(DType type) {
    var held = data;
    dtype = type;
    data = held == null ? null : Memory.keep(held.to(type));
  }

  void resolve(Slot slot, Shape known) {
    checkAccepts(slot, known);
    shape = known;
  }

  void checkAccepts(Slot slot, Shape known) {
    if (!shape.accepts(known)) {
      throw new ShapeException("%s needs shape %s; found %s.".formatted(slot.name(), shape, known));
    }
  }

  /// Takes a value; the tensor itself becomes the memory.
  void adopt(Tensor value) {
    shape = value.shape();
    dtype = value.dtype();
    device = value.device();
    data = Memory.keep(value);
  }

  /// {@return a value for a known shape, in memory of its own}
  Tensor draw(String name, Shape known, Key drawn) {
    var policy = initializer;
    var given = data;
    if (policy == null) {
      if (given == null) {
        throw new IllegalStateException("A cell without an initializer has a value.");
      }
      return given.copy();
    }
    var type = dtype;
    var made = device.with(() -> policy.initialize(known, type, drawn));
    if (!made.shape().equals(known)) {
      throw new ShapeException(
          "The initializer of %s needs to return %s%s; found %s."
              .formatted(name, type, known, made.type()));
    }
    return made.detach().to(type).copy();
  }
}
