package io.ligature;

import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The same elements under another layout, and elements laid out anew.
///
/// Views share memory with the tensor they came from; only a `reshape` that no strides can express
/// copies. `tile`, `repeatInterleave`, `roll` and `pad` always give memory of their own. Axes count
/// from 0; -1 is the last.
public sealed interface Views permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  // ---- another shape

  /// {@return the elements in row-major order under another shape; one extent may be -1, and is
  /// found from the rest}
  ///
  /// @throws ShapeException if the sizes differ
  default Tensor reshape(long... extents) {
    return reshape(Shapes.complete(self().shape(), extents));
  }

  /// {@return the elements in row-major order under another shape}
  ///
  /// @throws ShapeException if the sizes differ
  default Tensor reshape(Shape shape) {
    return self().shape().equals(shape) ? self() : Dispatch.execute(new Op.Reshape(shape), self());
  }

  /// {@return the elements in row-major order along one axis}
  default Tensor flatten() {
    return reshape(Shape.of(self().size()));
  }

  /// {@return the axes `from` to `to`, the last included, as one}
  ///
  /// @throws ShapeException if there are no such axes, or they are in the wrong order
  default Tensor flatten(int from, int to) {
    return reshape(Shapes.flatten(self().shape(), from, to));
  }

  /// {@return one axis as several; one extent may be -1, and is found from the rest}
  ///
  /// @throws ShapeException if the extents do not multiply to that of the axis
  default Tensor unflatten(int axis, long... extents) {
    return reshape(Shapes.unflatten(self().shape(), axis, extents));
  }

  /// {@return the tensor without its axes of extent 1}
  default Tensor squeeze() {
    return reshape(Shapes.squeeze(self().shape()));
  }

  /// {@return the tensor without the named axes, whose extents are 1}
  ///
  /// @throws ShapeException if an extent is not 1
  default Tensor squeeze(int... axes) {
    return reshape(Shapes.squeeze(self().shape(), axes));
  }

  /// {@return the tensor with new axes of extent 1, which stand at these places of the result}
  ///
  /// @throws ShapeException if there are no such places
  default Tensor unsqueeze(int... axes) {
    return reshape(Shapes.unsqueeze(self().shape(), axes));
  }

  // ---- repeated without a copy

  /// {@return the tensor repeated to a shape that it broadcasts to, without a copy}
  ///
  /// @throws ShapeException unless axes of extent 1, and new axes in front, are all that is
  ///   repeated
  default Tensor expand(Shape shape) {
    return Arithmetic.expand(self(), shape);
  }

  /// {@return the tensor repeated to a shape that it broadcasts to, without a copy; -1 leaves an
  /// extent}
  ///
  /// @throws ShapeException unless axes of extent 1, and new axes in front, are all that is
  ///   repeated
  default Tensor expand(long... extents) {
    return expand(Shapes.expand(self().shape(), extents));
  }

  /// {@return the tensor repeated to a shape that it broadcasts to, without a copy}
  ///
  /// @throws ShapeException unless axes of extent 1, and new axes in front, are all that is
  ///   repeated
  default Tensor broadcastTo(long... extents) {
    return expand(Shape.of(extents));
  }

  // ---- axes in another order

  /// {@return axis `order[i]` at place `i`}
  ///
  /// @throws ShapeException unless each axis is named once
  default Tensor permute(int... order) {
    return Dispatch.execute(new Op.Permute(Shapes.order(self().shape(), order)), self());
  }

  /// {@return the tensor with two axes exchanged}
  ///
  /// @throws ShapeException if there are no such axes
  default Tensor transpose(int a, int b) {
    var order = new Integer[self().rank()];
    Arrays.setAll(order, axis -> axis);
    int first = Shapes.axis("transpose", self(), a);
    int second = Shapes.axis("transpose", self(), b);
    order[first] = second;
    order[second] = first;
    return Dispatch.execute(new Op.Permute(List.of(order)), self());
  }

  /// {@return the transpose of a matrix, or of the matrices in the last two axes}
  ///
  /// @throws ShapeException if there are fewer than two axes
  default Tensor t() {
    if (self().rank() < 2) {
      throw new ShapeException(
          "t needs a matrix, or matrices in the last two axes; found %s. Unsqueeze it first."
              .formatted(self().shape()));
    }
    return transpose(-2, -1);
  }

  /// {@return the tensor with one axis moved to another place, and the others in their order}
  ///
  /// @throws ShapeException if there are no such axes
  default Tensor moveAxis(int from, int to) {
    int taken = Shapes.axis("moveAxis", self(), from);
    var order = new ArrayList<Integer>();
    for (int axis = 0; axis < self().rank(); axis++) {
      if (axis != taken) {
        order.add(axis);
      }
    }
    order.add(Shapes.axis("moveAxis", self(), to), taken);
    return Dispatch.execute(new Op.Permute(order), self());
  }

  /// {@return the elements along these axes from last to first; without axes, along all}
  ///
  /// @throws ShapeException if there is no such axis, or one is named twice
  default Tensor flip(int... axes) {
    var x = self();
    for (int axis : axes.length == 0 ? Shapes.all(x.shape()) : Shapes.once("flip", x, axes)) {
      long count = x.shape().get(axis);
      x = Dispatch.execute(new Op.Slice(axis, count - 1, count, -1), x);
    }
    return x;
  }

  // ---- parts

  /// {@return parts of one size along an axis; the last is smaller if they do not come out even}
  ///
  /// @throws ShapeException if the size is less than 1
  default List<Tensor> split(int axis, long size) {
    return Splits.every(self(), axis, size);
  }

  /// {@return parts of the given sizes along an axis}
  ///
  /// @throws ShapeException if the sizes do not add up to its extent
  default List<Tensor> split(int axis, long... sizes) {
    return Splits.split(self(), axis, sizes);
  }

  /// {@return at most `count` parts along an axis, of one size but for the last, which may be
  /// smaller}
  ///
  /// ```text
  /// size = ⌈extent / count⌉      6 in 4 parts: 2 2 2      7 in 3: 3 3 1
  /// ```
  ///
  /// As in PyTorch, there are fewer parts where that size does not need as many, except that an
  /// empty axis has `count` empty ones. For an exact number of parts give [#split(int, long...)]
  /// their sizes.
  ///
  /// @throws ShapeException if `count` is less than 1
  default List<Tensor> chunk(int axis, int count) {
    return Splits.chunk(self(), axis, count);
  }

  /// {@return the parts at every index of an axis, which vanishes}
  default List<Tensor> unbind(int axis) {
    return Splits.unbind(self(), axis);
  }

  /// Windows along an axis.
  ///
  /// ```text
  /// y[..., i, ..., j] = x[..., i step + j, ...]      j < size
  /// ```
  ///
  /// The windows may share elements; one that would reach beyond the end is left out.
  ///
  /// @return the windows, the place within them as a new last axis
  /// @throws ShapeException if `size` exceeds the axis or `step` is less than 1
  default Tensor unfold(int axis, long size, long step) {
    return Dispatch.execute(new Op.Unfold(Shapes.axis("unfold", self(), axis), size, step), self());
  }

  // ---- elements laid out anew

  /// {@return the tensor laid side by side with itself, `times[i]` times along axis `i`; missing
  /// axes are added in front on the shorter side}
  ///
  /// @throws ShapeException if a count is negative
  default Tensor tile(long... times) {
    return Repeats.tile(self(), times);
  }

  /// {@return [#tile], by the name PyTorch has for it}
  default Tensor repeat(long... times) {
    return tile(times);
  }

  /// {@return every element `count` times along an axis, one beside the other}
  ///
  /// @throws ShapeException if the count is negative
  default Tensor repeatInterleave(int axis, long count) {
    return Repeats.interleave(self(), axis, count);
  }

  /// {@return the elements moved by `shift` places along an axis; those that leave at one end come
  /// in at the other}
  default Tensor roll(int axis, long shift) {
    return Repeats.roll(self(), axis, shift);
  }

  /// {@return the tensor with zeros in front of and behind an axis; a negative count takes elements
  /// away}
  ///
  /// @throws ShapeException if more is taken away than there is
  default Tensor pad(int axis, long before, long after) {
    return pad(axis, before, after, 0);
  }

  /// {@return the tensor with a value in front of and behind an axis; a negative count takes
  /// elements away}
  ///
  /// @throws ShapeException if more is taken away than there is
  /// @throws DTypeException if the tensor's type cannot hold the value
  default Tensor pad(int axis, long before, long after, Number value) {
    return Padded.constant(self(), axis, before, after, value);
  }

  /// {@return the tensor with more of its own elements in front of and behind an axis}
  ///
  /// @throws ShapeException if the axis has too few elements for that
  default Tensor pad(int axis, long before, long after, Padding padding) {
    return Padded.of(self(), axis, before, after, padding);
  }
}
