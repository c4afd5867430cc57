package io.ligature;

import io.ligature.op.Op;
import java.lang.foreign.MemorySegment;

/// Changes in place, seen by every view of the same memory.
///
/// Only untracked tensors can be edited; of a tracked one, edit `detach()`, of a parameter its
/// `data()`. An edit records nothing, so a tracked operand is refused too, unless gradients are
/// off; give its `detach()`, or make a new tensor. Each edit is counted, so that a gradient which
/// still needs the old values is refused rather than wrong. The type stays: what it cannot hold is
/// an error. In a dry run nothing is edited.
///
/// The names are those of Kotlin's operators: `w[0, 0] = 100f`, `w += 1`.
public sealed interface Edits permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  /// Replaces the element, or every element of the part, at an index of the first axis; -1 is the
  /// last.
  ///
  /// @throws IndexOutOfBoundsException if the index is not within the axis
  /// @throws DTypeException if the type cannot hold the value
  /// @throws GradientException if this tensor is tracked
  default void set(long i, Number value) {
    InPlace.set(self(), value, i);
  }

  /// Replaces the element, or every element of the part, at indices of the first two axes.
  default void set(long i, long j, Number value) {
    InPlace.set(self(), value, i, j);
  }

  /// Replaces the element, or every element of the part, at indices of the first three axes.
  default void set(long i, long j, long k, Number value) {
    InPlace.set(self(), value, i, j, k);
  }

  /// Replaces the element, or every element of the part, at indices of the first axes.
  default void set(long[] indices, Number value) {
    InPlace.set(self(), value, indices);
  }

  /// Replaces the element, or every element of the part, of a BOOL tensor.
  default void set(long i, boolean value) {
    InPlace.set(self(), value ? 1 : 0, i);
  }

  /// Replaces the element, or every element of the part, of a BOOL tensor.
  default void set(long i, long j, boolean value) {
    InPlace.set(self(), value ? 1 : 0, i, j);
  }

  /// Replaces the part at an index of the first axis; broadcasts and converts as [#assign].
  default void set(long i, Tensor part) {
    InPlace.setPart(self(), part, i);
  }

  /// Replaces the part at indices of the first two axes; broadcasts and converts as [#assign].
  default void set(long i, long j, Tensor part) {
    InPlace.setPart(self(), part, i, j);
  }

  /// Replaces the part at indices of the first axes; broadcasts and converts as [#assign].
  default void set(long[] indices, Tensor part) {
    InPlace.setPart(self(), part, indices);
  }

  /// Replaces the elements where a BOOL mask, broadcast to this shape, is true.
  default void set(Tensor mask, Number value) {
    InPlace.setWhere(self(), mask, value);
  }

  /// Replaces every element.
  ///
  /// @throws DTypeException if the type cannot hold the value
  /// @throws GradientException if this tensor is tracked
  default void fill(Number value) {
    InPlace.fill("fill", self(), value);
  }

  /// Replaces every element by 0.
  ///
  /// @throws GradientException if this tensor is tracked
  default void zero() {
    InPlace.fill("zero", self(), 0);
  }

  /// Replaces all values by those of another tensor, broadcast to this shape and converted to this
  /// type as by [Tensor#to(DType)].
  ///
  /// @throws GradientException if this tensor is tracked, or the other
  /// @throws ShapeException if the other does not broadcast to this shape
  /// @throws DeviceException if it is on another device
  default void assign(Tensor other) {
    InPlace.assign("assign", self(), other);
  }

  /// Replaces all values by those in a memory segment: row-major, native byte order, this type.
  ///
  /// @throws GradientException if this tensor is tracked
  /// @throws ShapeException if the segment has not the size of this tensor
  default void copyFrom(MemorySegment values) {
    InPlace.copy(self(), values);
  }

  /// Adds in place; the other is broadcast to this shape and converted to this type.
  ///
  /// @throws GradientException if this tensor is tracked
  /// @throws DTypeException if the result would be of a kind that this type cannot hold
  default void plusAssign(Tensor other) {
    InPlace.update("plusAssign", Op.Binary.ADD, self(), other);
  }

  /// Adds in place.
  default void plusAssign(Number other) {
    InPlace.update("plusAssign", Op.Binary.ADD, self(), other);
  }

  /// Subtracts in place; as [#plusAssign(Tensor)].
  default void minusAssign(Tensor other) {
    InPlace.update("minusAssign", Op.Binary.SUBTRACT, self(), other);
  }

  /// Subtracts in place.
  default void minusAssign(Number other) {
    InPlace.update("minusAssign", Op.Binary.SUBTRACT, self(), other);
  }

  /// Multiplies in place, element by element; as [#plusAssign(Tensor)].
  default void timesAssign(Tensor other) {
    InPlace.update("timesAssign", Op.Binary.MULTIPLY, self(), other);
  }

  /// Multiplies in place.
  default void timesAssign(Number other) {
    InPlace.update("timesAssign", Op.Binary.MULTIPLY, self(), other);
  }

  /// Divides in place, real numbers only; as [#plusAssign(Tensor)].
  default void divAssign(Tensor other) {
    InPlace.update("divAssign", Op.Binary.DIVIDE, self(), other);
  }

  /// Divides in place, real numbers only.
  default void divAssign(Number other) {
    InPlace.update("divAssign", Op.Binary.DIVIDE, self(), other);
  }

  /// Leaves the remainder in place, as [Elementwise#rem(Tensor)].
  default void remAssign(Tensor other) {
    InPlace.update("remAssign", Op.Binary.REMAINDER, self(), other);
  }

  /// Leaves the remainder in place, as [Elementwise#rem(Number)].
  default void remAssign(Number other) {
    InPlace.update("remAssign", Op.Binary.REMAINDER, self(), other);
  }
}
