package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// What a [Slot] holds: a value, or what is known of the value to come.
final class Cell {
  private volatile Shape shape;
  private volatile DType dtype;
  private volatile Device device;
  private volatile @Nullable Initializer initializer; // null: the value was given
  private volatile @Nullable Tensor data;
  private volatile @Nullable Key key; // of the draw to come

  Cell(Shape shape, DType dtype, Initializer initializer) {
    this.shape = shape;
    this.dtype = dtype;
    this.device = Device.current();
    this.initializer = initializer;
  }

  Cell(Tensor given) {
    var plain = given.detach().contiguous();
    shape = plain.shape();
    dtype = plain.dtype();
    device = plain.device();
    data = Memory.keep(plain);
  }

  /// Copies a cell; the value goes into memory of its own.
  Cell(Cell other) {
    var held = other.data;
    shape = other.shape;
    dtype = other.dtype;
    device = other.device;
    initializer = other.initializer;
    key = other.key;
    data = held == null ? null : Memory.keep(held.copy());
  }

  /// {@return a copy that holds the transpose}
  Cell transposed() {
    var held = data;
    var copy = new Cell(this);
    copy.shape = Shape.partial(shape.get(1), shape.get(0));
    copy.data = held == null ? null : Memory.keep(held.t().copy());
    return copy;
  }

  /// Lets go of the value, which is computed from others now.
  void forget() {
    data = null;
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

  /// Remembers the key of a draw to come; the first stays.
  void key(Key later) {
    if (key == null) {
      key = later;
    }
  }

  void initializer(Initializer policy) {
    initializer = policy;
  }

  /// {@return the weight by whose inputs the value begins, or null}
  @Nullable Parameter besideWeight() {
    return initializer instanceof DefaultBias bias ? bias.weight() : null;
  }

  /// {@return whether the value cannot be drawn yet, though its shape may be known}
  boolean isWaiting() {
    return initializer instanceof DefaultBias bias && bias.isWaiting();
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

  /// Sets what is known of the extents.
  void shape(Shape known) {
    shape = known;
  }

  static void checkAccepts(String name, Shape shape, Shape known) {
    if (!known.isKnown() || !shape.accepts(known)) {
      throw new ShapeException(
          "%s has shape %s, which %s does not fit.".formatted(name, shape, known));
    }
  }

  /// Takes a value over.
  void adopt(Tensor value) {
    shape = value.shape();
    dtype = value.dtype();
    device = value.device();
    data = Memory.keep(value);
  }

  /// {@return a first value in memory of its own; nothing changes here}
  ///
  /// @param known the shape, which this cell may not know yet
  Tensor draw(String name, Shape known, Key drawn) {
    var policy = initializer;
    var given = data;
    if (policy != null) {
      return draw(policy, name, known, drawn);
    }
    if (given == null) {
      throw new IllegalStateException(name + " has neither a value nor an initializer.");
    }
    return given.copy();
  }

  /// {@return a value from an initializer, in memory of its own; nothing changes here}
  Tensor draw(Initializer policy, String name, Shape known, Key drawn) {
    var type = dtype;
    var made = device.with(() -> policy.initialize(known, type, drawn));
    if (made == null) {
      throw new NullPointerException("The initializer of %s returned null.".formatted(name));
    }
    if (!made.shape().equals(known)) {
      throw new ShapeException(
          "The initializer of %s must return %s%s; found %s. Return a tensor of the shape that it is given."
              .formatted(name, type, known, made.type()));
    }
    var cast = made.detach().to(device).to(type);
    return cast == made ? made.copy() : cast; // an initializer may return one tensor twice
  }
}
