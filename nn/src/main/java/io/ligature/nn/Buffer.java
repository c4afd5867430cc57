package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;

/// A tensor that a block keeps and moves but never trains, such as running statistics.
///
/// Persistent buffers are part of the state and its files; transient ones are not. The functional
/// form and dry runs leave buffers alone: what is written inside them stays inside.
public final class Buffer implements Slot {
  private final Owner owner = new Owner();
  private final Cell cell;
  private final boolean persistent;

  Buffer(Cell cell, boolean persistent) {
    this.cell = cell;
    this.persistent = persistent;
  }

  /// {@return a persistent buffer that holds this tensor}
  public static Buffer of(Tensor value) {
    return new Buffer(new Cell(value), true);
  }

  /// {@return a persistent buffer that is filled at its first use}
  ///
  /// @param shape may have unknown extents; [Block#infer] makes them known
  public static Buffer of(Shape shape, DType dtype, Initializer initializer) {
    return new Buffer(new Cell(shape, dtype, initializer), true);
  }

  /// {@return a buffer that holds this tensor and is not part of the state}
  public static Buffer transientOf(Tensor value) {
    return new Buffer(new Cell(value), false);
  }

  /// {@return a buffer that is filled at its first use and is not part of the state}
  ///
  /// @param shape may have unknown extents; [Block#infer] makes them known
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
    return Pass.shape(this);
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
    var pass = Pass.current();
    return pass == null ? Slots.held(this) : pass.valueOf(this);
  }

  @Override
  public Tensor data() {
    var pass = Pass.current();
    return pass == null ? Slots.held(this) : pass.writable(this);
  }

  /// Replaces the values in place; broadcasts, and casts; gradients do not pass.
  ///
  /// @throws io.ligature.ShapeException if the shape does not broadcast to this one
  public void set(Tensor value) {
    Slots.checkFits(this, value);
    data().assign(value.detach());
  }

  @Override
  public void resolve(Shape known) {
    Pass.resolve(this, known);
  }

  /// {@return one line: name, type, and whether there is a value}
  @Override
  public String toString() {
    return "Buffer " + Slots.describe(this) + (isInitialized() ? "" : ", uninitialized");
  }
}
