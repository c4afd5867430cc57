package io.ligature;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Values out of tensors, one at a time, all at once, or compared.
///
/// Reading waits until the device has computed them. Of a dry tensor it throws [DryValueException].
///
/// A tensor is a sequence of the parts along its first axis, so a loop runs over rows, and
/// `x.stream().map(Tensor::toFloatArray).toArray(float[][]::new)` is a matrix as Java writes it.
public sealed interface Values extends Iterable<Tensor> permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  /// {@return the value of a tensor with one element; BOOL is 0 or 1}
  ///
  /// @throws ShapeException if it has more or fewer
  default double item() {
    Host.checkOne("item", self());
    return Host.real(self().view().storage(), self().view().layout().offset());
  }

  /// {@return the value of a tensor with one element as a whole number; real ones are cut towards
  /// zero}
  ///
  /// @throws ShapeException if it has more or fewer
  default long itemLong() {
    Host.checkOne("itemLong", self());
    return Host.whole(self().view().storage(), self().view().layout().offset());
  }

  /// {@return whether the value of a tensor with one element is not 0}
  ///
  /// @throws ShapeException if it has more or fewer
  default boolean itemBoolean() {
    return item() != 0;
  }

  /// {@return the values in row-major order, converted to FLOAT32}
  default float[] toFloatArray() {
    return Host.elements(self()).toFloats((int) self().size());
  }

  /// {@return the values in row-major order, converted to FLOAT64}
  default double[] toDoubleArray() {
    return Host.elements(self()).toDoubles((int) self().size());
  }

  /// {@return the values in row-major order, converted to INT32: real ones are cut towards zero and
  /// kept within its range, whole ones keep their low bits}
  default int[] toIntArray() {
    return Host.elements(self()).toInts((int) self().size());
  }

  /// {@return the values in row-major order, converted to INT64: real ones are cut towards zero and
  /// kept within its range}
  default long[] toLongArray() {
    return Host.elements(self()).toLongs((int) self().size());
  }

  /// {@return the values in row-major order, converted to 8 bits: real ones are cut towards zero
  /// and kept within -128 to 127, whole ones keep their low bits}
  default byte[] toByteArray() {
    return Host.elements(self()).toBytes((int) self().size());
  }

  /// {@return in row-major order, whether each value is not 0}
  default boolean[] toBooleanArray() {
    return Host.elements(self()).toBooleans((int) self().size());
  }

  /// {@return a copy of the values in row-major order and in their own type, as a direct buffer in
  /// native byte order}
  default ByteBuffer toByteBuffer() {
    int bytes = Host.bytes("toByteBuffer", self());
    var buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    copyTo(MemorySegment.ofBuffer(buffer));
    return buffer;
  }

  /// Copies the values in row-major order and in their own type to the beginning of a memory
  /// segment, in native byte order.
  ///
  /// @throws ShapeException if the segment is too small
  default void copyTo(MemorySegment to) {
    long needed = self().size() * self().dtype().bytes();
    if (to.byteSize() < needed) {
      throw new ShapeException(
          "copyTo of %s needs %d bytes; the segment has %d."
              .formatted(self().type(), needed, to.byteSize()));
    }
    Host.copy(self(), to);
  }

  /// {@return the parts along the first axis, one after another; views}
  ///
  /// @throws ShapeException if this is a scalar, which has no axis
  @Override
  default Iterator<Tensor> iterator() {
    return stream().iterator();
  }

  /// {@return the parts along the first axis; views}
  ///
  /// @throws ShapeException if this is a scalar, which has no axis
  default Stream<Tensor> stream() {
    var x = self();
    long parts = x.shape().get(Shapes.axis("iteration", x, 0));
    return LongStream.range(0, parts).mapToObj(i -> x.select(0, i));
  }

  /// {@return whether all values are within `1e-8 + 1e-5 |other|` of another tensor's}
  default boolean allClose(Tensor other) {
    return difference(other).isEmpty();
  }

  /// {@return whether all values are within a tolerance of another tensor's}
  default boolean allClose(Tensor other, double relative, double absolute) {
    return difference(other, relative, absolute).isEmpty();
  }

  /// {@return what [#difference(Tensor, double, double)] finds with tolerances of 1e-5 and 1e-8}
  default Optional<String> difference(Tensor other) {
    return difference(other, 1e-5, 1e-8);
  }

  /// Explains where two tensors differ by more than a tolerance.
  ///
  /// ```text
  /// |this - other| <= absolute + relative |other|
  /// ```
  ///
  /// Infinities are close to themselves alone, NaN to nothing. Whole numbers are compared exactly
  /// if both tolerances are 0. Types and devices may differ, shapes may not.
  ///
  /// @return the first difference in words: its index, both values, the tolerance, how many there
  ///   are; empty if there is none
  default Optional<String> difference(Tensor other, double relative, double absolute) {
    return Closeness.difference(self(), other, relative, absolute);
  }
}
