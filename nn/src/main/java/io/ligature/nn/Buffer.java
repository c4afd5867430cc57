package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// A tensor that a block keeps and moves but never trains, such as running statistics.
///
/// Persistent buffers are part of the state and its files; transient ones are not.
public final class Buffer implements Slot {
  private final Cell cell;
  private final boolean persistent;
  private final Owner owner = new Owner();

  private Buffer(Cell cell, boolean persistent) {
    this.cell = cell;
    this.persistent = persistent;
  }

  /// {@return a persistent buffer that holds this tensor}
  public static Buffer of(Tensor value) {
    return new Buffer(new Cell(value), true);
  }

  /// {@return a persistent buffer whose shape may have unknown extents}
  public static Buffer of(Shape shape, DType dtype, Initializer initializer) {
    return new Buffer(new Cell(shape, dtype, initializer), true);
  }

  /// {@return a buffer that holds this tensor and is not part of the state}
  public static Buffer transientOf(Tensor value) {
    return new Buffer(new Cell(value), false);
  }

  /// {@return a buffer that is not part of the state, and whose shape may have unknown extents}
  public static Buffer transientOf(Shape shape, DType dtype, Initializer initializer) {
    return new Buffer(new Cell(shape, dtype, initializer), false);
  }

  /// {@return whether it is part of the state}
  public boolean isPersistent() {
    return persistent;
  }

  Cell cell() {
    return cell;
  }

  Owner owner() {
    return owner;
  }

  @Override
  public String name() {
    return owner.path();
  }

  @Override
  public Shape shape() {
    return cell.shape();
  }

  @Override
  public DType dtype() {
    return cell.dtype();
  }

  @Override
  public Device device() {
    return cell.device();
  }

  @Override
  public boolean isInitialized() {
    return cell.data() != null;
  }

  /// {@return the value, for reading; write with [#set] or through [#data]}
  @Override
  public Tensor value() {
    return data();
  }

  @Override
  public Tensor data() {
    var held = cell.data();
    if (held == null) {
      throw new UninitializedParameterException(name());
    }
    return held;
  }

  /// Replaces the values in place; shapes are equal, other dtypes are cast.
  public void set(Tensor value) {
    data().assign(value);
  }

  @Override
  public void resolve(Shape known) {
    cell.resolve(this, known);
  }

  void draw(Key key) {
    cell.adopt(cell.draw(name(), shape(), key));
  }

  @Nullable Tensor held() {
    return cell.data();
  }
}
