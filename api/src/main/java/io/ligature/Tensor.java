package io.ligature;

import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.safetensors.SafetensorsException;
import io.ligature.spi.History;
import io.ligature.spi.Leaf;
import io.ligature.spi.View;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Numbers in a grid of any rank, on a device, perhaps with a history for gradients.
///
/// Axes count from 0, outermost first; -1 is the last. Operations return new tensors and leave
/// their operands alone, except those that say so (`set`, `...Assign`). Views share memory with the
/// tensor they came from. Arithmetic broadcasts and promotes as the array API standard says; a Java
/// number takes the tensor's type unless it is a fraction beside whole numbers. Two tensors are
/// equal only if they are the same object; compare values with [#eq].
///
/// The operations live in the interfaces, a family each: [Elementwise], [Comparisons],
/// [Activations], [Reductions], [Views], [Indexing], [LinearAlgebra], [Edits], [Values].
public final class Tensor
    implements Elementwise,
        Comparisons,
        Activations,
        Reductions,
        Views,
        Indexing,
        LinearAlgebra,
        Edits,
        Values {
  private final View view;
  private @Nullable History history;
  private int outputIndex;

  Tensor(View view) {
    this.view = view;
  }

  // ---- creation: from numbers

  /// {@return a FLOAT32 scalar}
  public static Tensor of(float value) {
    return Host.scalar(Device.current(), DType.FLOAT32, (double) value);
  }

  /// {@return a FLOAT64 scalar}
  public static Tensor of(double value) {
    return Host.scalar(Device.current(), DType.FLOAT64, value);
  }

  /// {@return an INT32 scalar}
  public static Tensor of(int value) {
    return Host.scalar(Device.current(), DType.INT32, (long) value);
  }

  /// {@return an INT64 scalar}
  public static Tensor of(long value) {
    return Host.scalar(Device.current(), DType.INT64, value);
  }

  /// {@return a BOOL scalar}
  public static Tensor of(boolean value) {
    return Host.scalar(Device.current(), DType.BOOL, value ? 1L : 0L);
  }

  /// {@return a FLOAT32 vector}
  public static Tensor of(float... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return a FLOAT64 vector}
  public static Tensor of(double... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return an INT32 vector}
  public static Tensor of(int... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return an INT64 vector}
  public static Tensor of(long... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return a BOOL vector}
  public static Tensor of(boolean... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return an INT8 vector}
  public static Tensor of(byte... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return a FLOAT32 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(float[] values, long... extents) {
    return of(values, Shape.of(extents));
  }

  /// {@return a FLOAT64 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(double[] values, long... extents) {
    return of(values, Shape.of(extents));
  }

  /// {@return an INT32 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(int[] values, long... extents) {
    return of(values, Shape.of(extents));
  }

  /// {@return an INT64 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(long[] values, long... extents) {
    return of(values, Shape.of(extents));
  }

  /// {@return a BOOL tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(boolean[] values, long... extents) {
    return of(values, Shape.of(extents));
  }

  /// {@return an INT8 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(byte[] values, long... extents) {
    return of(values, Shape.of(extents));
  }

  /// {@return a FLOAT32 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(float[] values, Shape shape) {
    return Host.ofArray(Device.current(), DType.FLOAT32, shape, values);
  }

  /// {@return a FLOAT64 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(double[] values, Shape shape) {
    return Host.ofArray(Device.current(), DType.FLOAT64, shape, values);
  }

  /// {@return an INT32 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(int[] values, Shape shape) {
    return Host.ofArray(Device.current(), DType.INT32, shape, values);
  }

  /// {@return an INT64 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(long[] values, Shape shape) {
    return Host.ofArray(Device.current(), DType.INT64, shape, values);
  }

  /// {@return a BOOL tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(boolean[] values, Shape shape) {
    return Host.ofArray(Device.current(), DType.BOOL, shape, Host.bytes(values));
  }

  /// {@return an INT8 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(byte[] values, Shape shape) {
    return Host.ofArray(Device.current(), DType.INT8, shape, values);
  }

  /// {@return a FLOAT32 matrix with a copy of these rows}
  ///
  /// @throws ShapeException if their lengths differ
  public static Tensor of(float[][] rows) {
    return Nested.tensor(DType.FLOAT32, rows);
  }

  /// {@return a FLOAT64 matrix with a copy of these rows}
  ///
  /// @throws ShapeException if their lengths differ
  public static Tensor of(double[][] rows) {
    return Nested.tensor(DType.FLOAT64, rows);
  }

  /// {@return an INT32 matrix with a copy of these rows}
  ///
  /// @throws ShapeException if their lengths differ
  public static Tensor of(int[][] rows) {
    return Nested.tensor(DType.INT32, rows);
  }

  /// {@return an INT64 matrix with a copy of these rows}
  ///
  /// @throws ShapeException if their lengths differ
  public static Tensor of(long[][] rows) {
    return Nested.tensor(DType.INT64, rows);
  }

  /// {@return a BOOL matrix with a copy of these rows}
  ///
  /// @throws ShapeException if their lengths differ
  public static Tensor of(boolean[][] rows) {
    return Nested.tensor(DType.BOOL, rows);
  }

  /// {@return a FLOAT32 tensor of rank 3 with a copy of these values}
  ///
  /// @throws ShapeException if lengths differ
  public static Tensor of(float[][][] values) {
    return Nested.tensor(DType.FLOAT32, values);
  }

  /// {@return a FLOAT64 tensor of rank 3 with a copy of these values}
  ///
  /// @throws ShapeException if lengths differ
  public static Tensor of(double[][][] values) {
    return Nested.tensor(DType.FLOAT64, values);
  }

  /// {@return an INT32 tensor of rank 3 with a copy of these values}
  ///
  /// @throws ShapeException if lengths differ
  public static Tensor of(int[][][] values) {
    return Nested.tensor(DType.INT32, values);
  }

  /// {@return an INT64 tensor of rank 3 with a copy of these values}
  ///
  /// @throws ShapeException if lengths differ
  public static Tensor of(long[][][] values) {
    return Nested.tensor(DType.INT64, values);
  }

  /// {@return a BOOL tensor of rank 3 with a copy of these values}
  ///
  /// @throws ShapeException if lengths differ
  public static Tensor of(boolean[][][] values) {
    return Nested.tensor(DType.BOOL, values);
  }

  /// {@return a tensor with a copy of the values in a memory segment, in native byte order; of
  /// BOOL, every byte but 0 is true}
  ///
  /// @throws ShapeException if the segment has not the size that dtype and shape ask for
  public static Tensor of(DType dtype, Shape shape, MemorySegment values) {
    return Host.imported(dtype, shape, values, ByteOrder.nativeOrder());
  }

  /// {@return a tensor with a copy of what lies between position and limit of a buffer, in the
  /// buffer's byte order}. The position does not move.
  ///
  /// @throws DTypeException if the buffer is neither a ByteBuffer nor of the dtype's kind
  /// @throws ShapeException if it has not the size that dtype and shape ask for
  public static Tensor of(DType dtype, Shape shape, Buffer values) {
    return Host.imported(dtype, shape, values);
  }

  // ---- creation: from a rule

  /// {@return FLOAT32 zeros}
  public static Tensor zeros(long... extents) {
    return zeros(Shape.of(extents));
  }

  /// {@return FLOAT32 zeros}
  public static Tensor zeros(Shape shape) {
    return zeros(DType.FLOAT32, shape);
  }

  /// {@return zeros}
  public static Tensor zeros(DType dtype, long... extents) {
    return zeros(dtype, Shape.of(extents));
  }

  /// {@return zeros}
  public static Tensor zeros(DType dtype, Shape shape) {
    return full(dtype, shape, 0);
  }

  /// {@return FLOAT32 ones}
  public static Tensor ones(long... extents) {
    return ones(Shape.of(extents));
  }

  /// {@return FLOAT32 ones}
  public static Tensor ones(Shape shape) {
    return ones(DType.FLOAT32, shape);
  }

  /// {@return ones}
  public static Tensor ones(DType dtype, long... extents) {
    return ones(dtype, Shape.of(extents));
  }

  /// {@return ones}
  public static Tensor ones(DType dtype, Shape shape) {
    return full(dtype, shape, 1);
  }

  /// {@return one value everywhere: FLOAT32 if it is a Float or a Double, INT64 if it is a whole
  /// number}
  public static Tensor full(Shape shape, Number value) {
    return full(Creation.of(value), shape, value);
  }

  /// {@return one value everywhere}
  ///
  /// @throws DTypeException if the type cannot hold the value
  public static Tensor full(DType dtype, Shape shape, Number value) {
    return Creation.full(Device.current(), dtype, shape, value);
  }

  /// {@return zeros of the type and on the device of this tensor}
  public Tensor zerosLike() {
    return Creation.fullLike(this, 0);
  }

  /// {@return ones of the type and on the device of this tensor}
  public Tensor onesLike() {
    return Creation.fullLike(this, 1);
  }

  /// {@return one value everywhere, with the type and on the device of this tensor}
  ///
  /// @throws DTypeException if the type cannot hold the value
  public Tensor fullLike(Number value) {
    return Creation.fullLike(this, value);
  }

  /// {@return the FLOAT32 identity matrix}
  public static Tensor eye(long n) {
    return eye(n, n);
  }

  /// {@return a FLOAT32 matrix with ones on the diagonal, zeros elsewhere}
  public static Tensor eye(long rows, long columns) {
    return eye(DType.FLOAT32, rows, columns);
  }

  /// {@return a matrix with ones on the diagonal, zeros elsewhere}
  public static Tensor eye(DType dtype, long rows, long columns) {
    return Creation.eye(dtype, rows, columns);
  }

  /// {@return the INT64 numbers 0, 1, ... below `end`}
  public static Tensor arange(long end) {
    return arange(0, end, 1);
  }

  /// {@return the INT64 numbers from `start` to below `end`}
  public static Tensor arange(long start, long end) {
    return arange(start, end, 1);
  }

  /// {@return the INT64 numbers from `start` by `step`, as long as `end` is not reached}
  public static Tensor arange(long start, long end, long step) {
    return Creation.arange(DType.INT64, start, end, step);
  }

  /// {@return the FLOAT32 numbers `start + i step`, as long as `end` is not reached}
  public static Tensor arange(double start, double end, double step) {
    return Creation.arange(DType.FLOAT32, start, end, step);
  }

  /// {@return the numbers `start + i step`, as long as `end` is not reached}
  ///
  /// @throws IllegalArgumentException if the step is 0
  /// @throws DTypeException if a fraction is asked of whole numbers
  public static Tensor arange(DType dtype, Number start, Number end, Number step) {
    return Creation.arange(dtype, start, end, step);
  }

  /// {@return `count` FLOAT32 numbers at equal distances, both ends included}
  public static Tensor linspace(double start, double end, long count) {
    return linspace(DType.FLOAT32, start, end, count);
  }

  /// {@return `count` numbers at equal distances, both ends included}
  public static Tensor linspace(DType dtype, double start, double end, long count) {
    return Creation.linspace(dtype, start, end, count);
  }

  /// {@return `count` FLOAT32 numbers from 10 to the `start` to 10 to the `end`, each the same
  /// multiple of the one before}
  public static Tensor logspace(double start, double end, long count) {
    return logspace(DType.FLOAT32, start, end, count, 10);
  }

  /// {@return `count` numbers from `base` to the `start` to `base` to the `end`, each the same
  /// multiple of the one before}
  public static Tensor logspace(DType dtype, double start, double end, long count, double base) {
    return Creation.logspace(dtype, start, end, count, base);
  }

  // ---- creation: by chance. Without a key, by the next one of the default stream.

  /// {@return FLOAT32 numbers uniform in [0, 1), from the default stream}
  public static Tensor rand(long... extents) {
    return rand(Shape.of(extents));
  }

  /// {@return FLOAT32 numbers uniform in [0, 1), from the default stream}
  public static Tensor rand(Shape shape) {
    return rand(DType.FLOAT32, shape);
  }

  /// {@return numbers uniform in [0, 1), from the default stream}
  public static Tensor rand(DType dtype, Shape shape) {
    return rand(Key.next(), dtype, shape);
  }

  /// {@return FLOAT32 numbers uniform in [0, 1)}
  public static Tensor rand(Key key, long... extents) {
    return rand(key, Shape.of(extents));
  }

  /// {@return FLOAT32 numbers uniform in [0, 1)}
  public static Tensor rand(Key key, Shape shape) {
    return rand(key, DType.FLOAT32, shape);
  }

  /// {@return numbers uniform in [0, 1)}
  ///
  /// @throws DTypeException if the type is not of real numbers
  public static Tensor rand(Key key, DType dtype, Shape shape) {
    return Draws.rand(dtype, shape, key);
  }

  /// {@return FLOAT32 standard normal numbers, from the default stream}
  public static Tensor randn(long... extents) {
    return randn(Shape.of(extents));
  }

  /// {@return FLOAT32 standard normal numbers, from the default stream}
  public static Tensor randn(Shape shape) {
    return randn(DType.FLOAT32, shape);
  }

  /// {@return standard normal numbers, from the default stream}
  public static Tensor randn(DType dtype, Shape shape) {
    return randn(Key.next(), dtype, shape);
  }

  /// {@return FLOAT32 standard normal numbers}
  public static Tensor randn(Key key, long... extents) {
    return randn(key, Shape.of(extents));
  }

  /// {@return FLOAT32 standard normal numbers}
  public static Tensor randn(Key key, Shape shape) {
    return randn(key, DType.FLOAT32, shape);
  }

  /// {@return standard normal numbers}
  ///
  /// @throws DTypeException if the type is not of real numbers
  public static Tensor randn(Key key, DType dtype, Shape shape) {
    return Draws.normal(dtype, shape, key, 0, 1);
  }

  /// {@return FLOAT32 numbers uniform in [low, high), from the default stream}
  public static Tensor uniform(Shape shape, double low, double high) {
    return uniform(Key.next(), shape, low, high);
  }

  /// {@return FLOAT32 numbers uniform in [low, high)}
  public static Tensor uniform(Key key, Shape shape, double low, double high) {
    return uniform(key, DType.FLOAT32, shape, low, high);
  }

  /// {@return numbers uniform in [low, high)}
  ///
  /// In FLOAT16 and BFLOAT16 rounding may give `high` itself.
  ///
  /// @throws IllegalArgumentException unless `low <= high`, both finite
  public static Tensor uniform(Key key, DType dtype, Shape shape, double low, double high) {
    return Draws.uniform(dtype, shape, key, low, high);
  }

  /// {@return FLOAT32 normal numbers, from the default stream}
  public static Tensor normal(Shape shape, double mean, double std) {
    return normal(Key.next(), shape, mean, std);
  }

  /// {@return FLOAT32 normal numbers}
  public static Tensor normal(Key key, Shape shape, double mean, double std) {
    return normal(key, DType.FLOAT32, shape, mean, std);
  }

  /// {@return normal numbers}
  ///
  /// @throws IllegalArgumentException if `std` is negative
  public static Tensor normal(Key key, DType dtype, Shape shape, double mean, double std) {
    return Draws.normal(dtype, shape, key, mean, std);
  }

  /// {@return FLOAT32 ones with probability `p`, else zeros, from the default stream}
  public static Tensor bernoulli(Shape shape, double p) {
    return bernoulli(Key.next(), shape, p);
  }

  /// {@return FLOAT32 ones with probability `p`, else zeros}
  public static Tensor bernoulli(Key key, Shape shape, double p) {
    return bernoulli(key, DType.FLOAT32, shape, p);
  }

  /// {@return ones with probability `p`, else zeros}
  ///
  /// @throws IllegalArgumentException unless `p` is 0 to 1
  public static Tensor bernoulli(Key key, DType dtype, Shape shape, double p) {
    return Draws.bernoulli(dtype, shape, key, p);
  }

  /// {@return ones, each with its own probability, else zeros; of the type and shape of the
  /// probabilities}
  ///
  /// @param p probabilities from 0 to 1, which are not checked: what is below counts as 0, above as
  ///   1
  public static Tensor bernoulli(Key key, Tensor p) {
    return Draws.bernoulli(key, p);
  }

  /// {@return classes drawn by their weights, `(..., count)` in INT64; on every device the same}
  ///
  /// @param p weights `(..., classes)` of 0 or more, which need not sum to 1
  /// @param count how many to draw from each row
  /// @param replacement whether one class may be drawn several times
  /// @throws IllegalArgumentException if a weight is negative or not finite, or fewer classes have
  ///   one than are to be drawn
  public static Tensor multinomial(Key key, Tensor p, long count, boolean replacement) {
    return Multinomial.draw(key, p, count, replacement);
  }

  /// {@return standard normal numbers between two bounds, as if those outside were drawn again}
  ///
  /// @throws IllegalArgumentException if `low` is not below `high`
  public static Tensor truncatedNormal(Key key, DType dtype, Shape shape, double low, double high) {
    return Draws.truncatedNormal(dtype, shape, key, low, high);
  }

  /// {@return INT64 numbers from `low` to below `high`, all equally likely, from the default
  /// stream}
  public static Tensor randint(Shape shape, long low, long high) {
    return randint(Key.next(), shape, low, high);
  }

  /// {@return INT64 numbers from `low` to below `high`, all equally likely}
  public static Tensor randint(Key key, Shape shape, long low, long high) {
    return randint(key, DType.INT64, shape, low, high);
  }

  /// {@return numbers from `low` to below `high`, all equally likely (to one part in 2^63 times
  /// their number)}
  ///
  /// @throws IllegalArgumentException unless `low < high`, and `high - low` is below 2^63
  /// @throws DTypeException if the type cannot hold the bounds
  public static Tensor randint(Key key, DType dtype, Shape shape, long low, long high) {
    return Draws.randint(dtype, shape, key, low, high);
  }

  /// {@return the INT64 numbers 0 to `count - 1` in a random order, from the default stream}
  public static Tensor randperm(long count) {
    return randperm(Key.next(), count);
  }

  /// {@return the INT64 numbers 0 to `count - 1` in a random order}
  public static Tensor randperm(Key key, long count) {
    return Draws.randperm(count, key);
  }

  // ---- several as one

  /// {@return the tensors one after another along an axis, of their common type}
  ///
  /// @throws ShapeException if their other extents differ, or there are none
  public static Tensor cat(int axis, Tensor... tensors) {
    return Joining.cat(axis, tensors);
  }

  /// {@return the tensors one after another along an axis, of their common type}
  ///
  /// @throws ShapeException if their other extents differ, or there are none
  public static Tensor cat(int axis, List<Tensor> tensors) {
    return Joining.cat(axis, tensors.toArray(Tensor[]::new));
  }

  /// {@return tensors of one shape along a new axis, of their common type}
  ///
  /// @throws ShapeException if their shapes differ, or there are none
  public static Tensor stack(int axis, Tensor... tensors) {
    return Joining.stack(axis, tensors);
  }

  /// {@return tensors of one shape along a new axis, of their common type}
  ///
  /// @throws ShapeException if their shapes differ, or there are none
  public static Tensor stack(int axis, List<Tensor> tensors) {
    return Joining.stack(axis, tensors.toArray(Tensor[]::new));
  }

  /// {@return each vector along an axis of its own, expanded to the grid of all}
  ///
  /// @throws ShapeException if one is no vector
  public static List<Tensor> meshgrid(Tensor... vectors) {
    return Joining.meshgrid(vectors);
  }

  /// Sums of products, written with a letter for each index.
  ///
  /// ```text
  /// "ij,jk->ik"       product of matrices            "bij,bjk->bik"    of a batch of them
  /// "ii->i", "ii"     diagonal, trace                "...ij->...ji"    transpose of the last two axes
  /// "i,j->ij"         outer product                  "ij->j"           sum over i
  /// ```
  ///
  /// Equal letters are one index. A letter that is not in the result is summed over. `...` stands
  /// for the axes that have no letter, which broadcast. Without `->` the result has the axes of
  /// `...` and then the letters that occur once, in alphabetical order. Several tensors are
  /// multiplied two by two, the smallest product first.
  ///
  /// @throws ShapeException if the equation and the tensors do not fit; names the subscript
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.of(equation, operands);
  }

  // ---- what it is

  /// {@return the extents}
  public Shape shape() {
    return view.layout().shape();
  }

  /// {@return the element type}
  public DType dtype() {
    return view.storage().dtype();
  }

  /// {@return dtype and shape}
  public TensorType type() {
    return new TensorType(dtype(), shape());
  }

  /// {@return the device it lives on}
  public Device device() {
    return view.storage().device();
  }

  /// {@return the number of axes}
  public int rank() {
    return view.layout().rank();
  }

  /// {@return the number of elements}
  public long size() {
    return view.layout().size();
  }

  /// {@return the memory and the layout in it, for backends}
  public View view() {
    return view;
  }

  // ---- gradients

  /// {@return whether operations on this tensor are recorded for gradients}
  public boolean isTracked() {
    return history != null;
  }

  /// {@return where it came from, for gradient engines; null if untracked}
  public @Nullable History history() {
    return history;
  }

  /// {@return which result of its history it is}
  public int outputIndex() {
    return outputIndex;
  }

  void hang(History newHistory, int index) {
    history = newHistory;
    outputIndex = index;
  }

  /// {@return a tensor with the same memory whose gradient `backward` will keep}. This one stays
  /// untracked.
  ///
  /// @throws DTypeException if it is not of real numbers
  public Tensor requireGrad() {
    return tracked(new Leaf());
  }

  /// {@return a tensor with the same memory whose gradient goes to `leaf`}
  ///
  /// @throws DTypeException if it is not of real numbers
  public Tensor tracked(Leaf leaf) {
    if (!dtype().isFloating()) {
      throw new DTypeException(
          "Only real numbers have gradients; found "
              + type()
              + ". Cast it with to(DType.FLOAT32).");
    }
    return tracked(leaf, 0);
  }

  /// {@return a tensor with the same memory and this history, for gradient engines}
  ///
  /// @param index which result of the history it is
  public Tensor tracked(History newHistory, int index) {
    var tracked = new Tensor(view);
    tracked.hang(Objects.requireNonNull(newHistory), index);
    return tracked;
  }

  /// {@return the same memory without history}
  public Tensor detach() {
    return history == null ? this : new Tensor(view);
  }

  /// {@return the gradient that `backward` left here; null before, and for tensors that did not
  /// [#requireGrad]}
  public @Nullable Tensor grad() {
    return history instanceof Leaf leaf ? leaf.gradient() : null;
  }

  /// Computes the gradient of this scalar with respect to every leaf it came from, and adds it
  /// there.
  ///
  /// @throws GradientException if it is untracked, or its graph was used up by an earlier pass
  /// @throws ShapeException if it has more than one element
  public void backward() {
    backward(null, false);
  }

  /// Computes the gradient with respect to every leaf, given the gradient with respect to this
  /// tensor.
  public void backward(Tensor seed) {
    backward(seed, false);
  }

  /// Computes the gradient with respect to every leaf.
  ///
  /// @param seed the gradient with respect to this tensor; null for 1, if it is a scalar
  /// @param retain whether the graph stays, for a second pass
  public void backward(@Nullable Tensor seed, boolean retain) {
    Dispatch.engine().backward(this, seed, retain);
  }

  /// Adds a hook that sees, and may replace, the gradient of this leaf before it is added.
  ///
  /// @return closes to remove the hook
  /// @throws GradientException if the tensor did not [#requireGrad]
  public AutoCloseable onGrad(UnaryOperator<Tensor> hook) {
    if (history instanceof Leaf leaf) {
      return leaf.hook(hook)::run;
    }
    throw new GradientException(
        "onGrad needs a leaf; "
            + type()
            + " is not one. Call requireGrad() where the tensor is made.");
  }

  // ---- moves

  /// {@return the values converted to a type; itself if it has that type}
  public Tensor to(DType dtype) {
    return dtype() == dtype ? this : Dispatch.execute(new Op.Copy(dtype), this);
  }

  /// {@return the values on a device; itself if it is there}
  public Tensor to(Device device) {
    return device() == device ? this : Dispatch.execute(new Op.Transfer(device), this);
  }

  /// {@return the values in memory of their own, in row-major order}
  public Tensor copy() {
    return Dispatch.execute(new Op.Copy(dtype()), this);
  }

  /// {@return itself if its elements lie in row-major order, else a copy that does}
  public Tensor contiguous() {
    return view.layout().isContiguous() ? this : copy();
  }

  /// Gives the memory back at once, for this tensor and every view of it. Never needed; sometimes
  /// kind.
  public void close() {
    view.storage().release("it was closed. Close a tensor after its last use, or not at all");
  }

  // ---- files

  /// Saves the values in a safetensors file, as a whole or not at all; see [Tensors#save] for
  /// several.
  ///
  /// @throws UncheckedIOException if the file cannot be written; it is then as it was
  public void save(Path path) {
    Tensors.saveOne(path, this);
  }

  /// {@return the tensor of a safetensors file that has one; see [Tensors#load] for several}
  ///
  /// @throws SafetensorsException if it is not such a file, damaged, or has several
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static Tensor load(Path path) {
    return Tensors.loadOne(path);
  }

  /// {@return the values as people read them}
  ///
  /// Abridged beyond 1000 elements; followed by the dtype where it is not FLOAT32, INT64 or BOOL,
  /// the device where it is not the one that is chosen by itself, and whether the tensor is
  /// tracked. Never throws: without values to print, such as in a dry run, it says what the tensor
  /// is.
  @Override
  public String toString() {
    return Printing.of(this);
  }
}
