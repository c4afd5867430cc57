package io.ligature;

import io.ligature.op.Op;

/// Elements by place.
///
/// Indices count from 0; negative ones from the end, so -1 is the last. All are checked before
/// anything is computed, except in a dry run, where there are no values to check. `get`, `select`,
/// `slice`, `narrow` and `diagonal` are views, and the others copy.
public sealed interface Indexing permits Tensor {
  /// In place of `start` or `stop` of a slice: from the very beginning, or to the very end, in the
  /// direction of the step.
  long OPEN = Long.MIN_VALUE;

  private Tensor self() {
    return (Tensor) this;
  }

  // ---- by number

  /// {@return the part at these indices of the first axes, which vanish; a view}
  ///
  /// @throws IndexOutOfBoundsException if an index is not within its axis
  /// @throws ShapeException if there are more indices than axes
  default Tensor get(long... indices) {
    return Parts.get("get", self(), indices);
  }

  /// {@return the part at one index of an axis, which vanishes; a view}
  ///
  /// @throws IndexOutOfBoundsException if the index is not within the axis
  default Tensor select(int axis, long index) {
    var x = self();
    int counted = Shapes.axis("select", x, axis);
    long from = Places.within("select", x, counted, index);
    var slice = Dispatch.execute(new Op.Slice(counted, from, 1, 1), x);
    return slice.reshape(x.shape().without(counted));
  }

  /// {@return the elements of an axis from `start` to the end; a view}
  default Tensor slice(int axis, long start) {
    return slice(axis, start, OPEN, 1);
  }

  /// {@return the elements of an axis from `start` to before `stop`; a view}
  default Tensor slice(int axis, long start, long stop) {
    return slice(axis, start, stop, 1);
  }

  /// The elements of an axis from `start` by `step` to before `stop`, as Python slices: negative
  /// bounds count from the end, and bounds beyond an end mean that end.
  ///
  /// ```text
  /// x = [0, 1, 2, 3, 4]     slice(0, 1, -1, 2) = [1, 3]     slice(0, OPEN, OPEN, -1) = [4, 3, 2, 1, 0]
  /// ```
  ///
  /// @param start the first, or [#OPEN]
  /// @param stop where to stop, or [#OPEN]
  /// @param step not 0; a negative one walks backwards
  /// @return a view
  default Tensor slice(int axis, long start, long stop, long step) {
    return Parts.slice(self(), axis, start, stop, step);
  }

  /// {@return `length` elements of an axis from `start`; a view}
  ///
  /// @throws IndexOutOfBoundsException if they do not lie within the axis
  default Tensor narrow(int axis, long start, long length) {
    return Parts.narrow(self(), axis, start, length);
  }

  // ---- by tensors of numbers

  /// {@return by an index of whole numbers, the parts along the first axis that it names, shape
  /// `index.shape + shape[1:]`; by a BOOL mask over the first axes, the parts where it is true}
  default Tensor get(Tensor index) {
    return index.dtype() == DType.BOOL
        ? Masks.parts(self(), index)
        : Parts.lookUp("get", self(), index);
  }

  /// {@return the parts along an axis that an index of rank 1 names, in its order}
  ///
  /// @throws IndexOutOfBoundsException if an index is not within the axis
  default Tensor indexSelect(int axis, Tensor index) {
    return Parts.indexSelect("indexSelect", self(), axis, index);
  }

  /// {@return the elements in row-major order that an index names, in its shape}
  default Tensor take(Tensor index) {
    return Parts.lookUp("take", self().reshape(-1), index);
  }

  /// {@return the element at each place of an index, which says where along one axis}
  ///
  /// ```text
  /// y[i, j] = x[index[i, j], j]      along axis 0; y has the shape of the index
  /// ```
  ///
  /// Along the other axes the index may be shorter than this tensor.
  ///
  /// @throws ShapeException if ranks differ, or the index is longer along another axis
  /// @throws IndexOutOfBoundsException if an index is not within the axis
  default Tensor gather(int axis, Tensor index) {
    return Gathering.gather(self(), axis, index);
  }

  /// {@return as [#gather], but along the other axes this tensor and the index broadcast}. It
  /// undoes [#argsort], and a kept [Reductions#argmax].
  default Tensor takeAlong(int axis, Tensor index) {
    return Gathering.takeAlong(self(), axis, index);
  }

  /// {@return this tensor with updates written where an index says, along one axis; the last of
  /// several wins}
  ///
  /// ```text
  /// y = x,  then  y[index[i, j], j] = updates[i, j]      along axis 0
  /// ```
  ///
  /// @param updates at least as long as the index along each axis
  /// @throws ShapeException if ranks differ, or the index is longer than it may be
  /// @throws IndexOutOfBoundsException if an index is not within the axis
  default Tensor scatter(int axis, Tensor index, Tensor updates) {
    return Gathering.scatter(Op.ScatterMode.SET, self(), axis, index, updates);
  }

  /// {@return this tensor with a value written where an index says, along one axis}
  default Tensor scatter(int axis, Tensor index, Number value) {
    var exact = Exact.of("scatter into " + self().type(), self().dtype(), value);
    return scatter(axis, index, Arithmetic.constant(index, self().dtype(), exact));
  }

  /// {@return this tensor with updates added where an index says, along one axis; see
  /// [#scatter(int, Tensor, Tensor)]}
  default Tensor scatterAdd(int axis, Tensor index, Tensor updates) {
    return Gathering.scatter(Op.ScatterMode.ADD, self(), axis, index, updates);
  }

  /// {@return this tensor with parts added where an index says, along one axis}
  ///
  /// ```text
  /// y = x,  then  y[index[i], j] += parts[i, j]      along axis 0
  /// ```
  ///
  /// @param index of rank 1, as long as the axis of the parts
  /// @throws ShapeException if it is not, or the parts have other extents along other axes
  /// @throws IndexOutOfBoundsException if an index is not within the axis
  default Tensor indexAdd(int axis, Tensor index, Tensor parts) {
    return Gathering.indexAdd(self(), axis, index, parts);
  }

  /// {@return this tensor with values written at row-major places}
  ///
  /// @param values of the shape of the index
  default Tensor put(Tensor index, Tensor values) {
    var flat = self().reshape(-1).scatter(0, index.reshape(-1), values.reshape(-1));
    return flat.reshape(self().shape());
  }

  // ---- by masks

  /// {@return the elements where a BOOL mask is true, in row-major order; both broadcast}
  default Tensor maskedSelect(Tensor mask) {
    return Masks.select(self(), mask);
  }

  /// {@return this tensor, with the first elements of a source written where a BOOL mask is true}
  ///
  /// @param mask broadcast to this shape
  /// @throws ShapeException if the source has fewer elements than the mask has trues
  default Tensor maskedScatter(Tensor mask, Tensor source) {
    return Masks.scatter(self(), mask, source);
  }

  /// {@return the INT64 indices of the elements that are not 0, one a row, in row-major order}
  default Tensor nonzero() {
    return Masks.nonzero(self());
  }

  // ---- in order

  /// {@return the elements of the last axis ascending, and where they came from}
  default Sorted sort() {
    return sort(-1);
  }

  /// {@return the elements of an axis ascending, and where they came from}
  default Sorted sort(int axis) {
    return sort(axis, false);
  }

  /// {@return the elements of an axis in order, and where they came from; equal ones stay as they
  /// were, NaN counts as largest}
  default Sorted sort(int axis, boolean descending) {
    return Order.sort(self(), axis, descending);
  }

  /// {@return the INT64 places of the elements of the last axis ascending}
  default Tensor argsort() {
    return argsort(-1);
  }

  /// {@return the INT64 places of the elements of an axis ascending}
  default Tensor argsort(int axis) {
    return argsort(axis, false);
  }

  /// {@return the INT64 places of the elements of an axis in order}
  default Tensor argsort(int axis, boolean descending) {
    return self().detach().sort(axis, descending).indices();
  }

  /// {@return the `k` largest of the last axis, the largest first, and where they came from}
  default Sorted topk(long k) {
    return topk(k, -1, true);
  }

  /// {@return the `k` largest (or smallest) of an axis, the most extreme first, and where they came
  /// from}
  ///
  /// @throws ShapeException if the axis has fewer than `k`
  default Sorted topk(long k, int axis, boolean largest) {
    return Order.topk(self(), k, axis, largest);
  }

  /// {@return for each value how many elements of this vector, which ascends, come before it, in
  /// INT64: where it would have to be inserted}
  ///
  /// @param right whether elements equal to the value come before it
  default Tensor searchSorted(Tensor values, boolean right) {
    return Counting.searchSorted(self(), values, right);
  }

  /// {@return the different values, ascending}
  default Tensor unique() {
    return Order.unique(self());
  }

  // ---- matrices

  /// {@return this class index as INT64 zeros and a one, along a new last axis}
  ///
  /// @throws IndexOutOfBoundsException if an element is not 0 to `classes - 1`
  default Tensor oneHot(long classes) {
    return Gathering.oneHot(self(), classes);
  }

  /// {@return the matrices in the last two axes with zeros above the diagonal}
  default Tensor tril() {
    return tril(0);
  }

  /// {@return the matrices in the last two axes with zeros above the diagonal}
  ///
  /// @param offset which diagonal: above the main one if positive
  default Tensor tril(long offset) {
    return Diagonals.tril(self(), offset);
  }

  /// {@return the matrices in the last two axes with zeros below the diagonal}
  default Tensor triu() {
    return triu(0);
  }

  /// {@return the matrices in the last two axes with zeros below the diagonal}
  ///
  /// @param offset which diagonal: above the main one if positive
  default Tensor triu(long offset) {
    return Diagonals.triu(self(), offset);
  }

  /// {@return the main diagonal of the matrices in the last two axes, as the last axis}
  default Tensor diagonal() {
    return diagonal(0, -2, -1);
  }

  /// {@return a diagonal of the matrices in two axes, as the last axis}
  ///
  /// @param offset which diagonal: above the main one if positive
  default Tensor diagonal(long offset, int rows, int columns) {
    return Diagonals.diagonal(self(), offset, rows, columns);
  }

  /// {@return of a vector, the square matrix with it on the diagonal; of a matrix, its diagonal}
  default Tensor diag() {
    return diag(0);
  }

  /// {@return of a vector, the square matrix with it on a diagonal; of a matrix, that diagonal}
  ///
  /// @param offset which diagonal: above the main one if positive
  /// @throws ShapeException if this is neither
  default Tensor diag(long offset) {
    return Diagonals.diag(self(), offset);
  }
}
