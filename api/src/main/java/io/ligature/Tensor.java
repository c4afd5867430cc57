package io.ligature;

import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.safetensors.SafetensorsException;
import io.ligature.spi.History;
import io.ligature.spi.Leaf;
import io.ligature.spi.View;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
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
/// The operations live in the interfaces, a family each: [Elementwise], [Reductions], [Views],
/// [Indexing], [LinearAlgebra].
public final class Tensor implements Elementwise, Reductions, Views, Indexing, LinearAlgebra {
  private final View view;
  private @Nullable History history;
  private int outputIndex;

  Tensor(View view) {
    this.view = view;
  }

  // ---- creation

  /// {@return a FLOAT32 scalar}
  public static Tensor of(float value) {
    return Host.scalar(Device.current(), DType.FLOAT32, (double) value);
  }

  /// {@return a FLOAT64 scalar}
  public static Tensor of(double value) {
    return Host.scalar(Device.current(), DType.FLOAT64, value);
  }

  /// {@return a FLOAT32 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(float[] values, long... extents) {
    return Host.tensor(
        Device.current(),
        DType.FLOAT32,
        extents(values.length, extents),
        MemorySegment.ofArray(values));
  }

  /// {@return a FLOAT64 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(double[] values, long... extents) {
    return Host.tensor(
        Device.current(),
        DType.FLOAT64,
        extents(values.length, extents),
        MemorySegment.ofArray(values));
  }

  /// {@return an INT32 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(int[] values, long... extents) {
    return Host.tensor(
        Device.current(),
        DType.INT32,
        extents(values.length, extents),
        MemorySegment.ofArray(values));
  }

  /// {@return an INT64 tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(long[] values, long... extents) {
    return Host.tensor(
        Device.current(),
        DType.INT64,
        extents(values.length, extents),
        MemorySegment.ofArray(values));
  }

  /// {@return a BOOL tensor with a copy of these values in row-major order}
  ///
  /// @throws ShapeException if their number is not the shape's size
  public static Tensor of(boolean[] values, long... extents) {
    var bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return Host.tensor(
        Device.current(),
        DType.BOOL,
        extents(values.length, extents),
        MemorySegment.ofArray(bytes));
  }

  private static Shape extents(int length, long... extents) {
    return extents.length == 0 ? Shape.of(length) : Shape.of(extents); // a bare array is a vector
  }

  /// {@return FLOAT32 zeros}
  public static Tensor zeros(long... extents) {
    return zeros(DType.FLOAT32, Shape.of(extents));
  }

  /// {@return zeros}
  public static Tensor zeros(DType dtype, Shape shape) {
    return full(dtype, shape, 0);
  }

  /// {@return FLOAT32 ones}
  public static Tensor ones(long... extents) {
    return ones(DType.FLOAT32, Shape.of(extents));
  }

  /// {@return ones}
  public static Tensor ones(DType dtype, Shape shape) {
    return full(dtype, shape, 1);
  }

  /// {@return one value everywhere}
  public static Tensor full(DType dtype, Shape shape, Number value) {
    return Creation.full(Device.current(), dtype, shape, value);
  }

  /// {@return zeros of the type and on the device of this tensor}
  public Tensor zerosLike() {
    return Creation.full(device(), dtype(), shape(), 0);
  }

  /// {@return ones of the type and on the device of this tensor}
  public Tensor onesLike() {
    return Creation.full(device(), dtype(), shape(), 1);
  }

  /// {@return FLOAT32 numbers uniform in [0, 1), from the default stream}
  public static Tensor rand(long... extents) {
    return rand(Key.next(), DType.FLOAT32, Shape.of(extents));
  }

  /// {@return numbers uniform in [0, 1)}
  public static Tensor rand(Key key, DType dtype, Shape shape) {
    return Creation.uniform(Device.current(), dtype, shape, key);
  }

  /// {@return FLOAT32 numbers uniform in [low, high)}
  public static Tensor uniform(Key key, Shape shape, double low, double high) {
    return rand(key, DType.FLOAT32, shape).times(high - low).plus(low);
  }

  /// {@return FLOAT32 standard normal numbers, from the default stream}
  public static Tensor randn(long... extents) {
    return randn(Key.next(), DType.FLOAT32, Shape.of(extents));
  }

  /// {@return standard normal numbers}
  public static Tensor randn(Key key, DType dtype, Shape shape) {
    return Creation.normal(Device.current(), dtype, shape, key);
  }

  /// {@return standard normal numbers between two bounds, as if those outside were drawn again}
  ///
  /// @throws IllegalArgumentException if `low` is not below `high`
  public static Tensor truncatedNormal(Key key, DType dtype, Shape shape, double low, double high) {
    return Creation.truncatedNormal(Device.current(), dtype, shape, key, low, high);
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
    var tracked = new Tensor(view);
    tracked.hang(Objects.requireNonNull(leaf), 0);
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
    view.storage().release("it was closed");
  }

  // ---- values in and out

  /// {@return the value of a tensor with one element; BOOL is 0 or 1}
  ///
  /// @throws ShapeException if it has more or fewer
  public double item() {
    if (size() != 1) {
      throw new ShapeException(
          "item needs a tensor with one element; found "
              + type()
              + ". Index it, reduce it, or export an array.");
    }
    return Host.read(this, DType.FLOAT64, double[]::new)[0];
  }

  /// {@return the values in row-major order, converted to FLOAT32}
  public float[] toFloatArray() {
    return Host.read(this, DType.FLOAT32, float[]::new);
  }

  /// {@return the values in row-major order, converted to FLOAT64}
  public double[] toDoubleArray() {
    return Host.read(this, DType.FLOAT64, double[]::new);
  }

  /// {@return the values in row-major order, converted to INT64}
  public long[] toLongArray() {
    return Host.read(this, DType.INT64, long[]::new);
  }

  // ---- files

  /// Saves the values in a safetensors file, as a whole or not at all; see [Tensors#save] for several.
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

  // ---- edits in place, of untracked tensors

  /// Adds in place.
  ///
  /// @return this
  /// @throws GradientException if this tensor is tracked
  public Tensor plusAssign(Tensor other) {
    return assign(Op.Binary.ADD, other);
  }

  /// Adds in place.
  ///
  /// @return this
  /// @throws GradientException if this tensor is tracked
  public Tensor plusAssign(Number other) {
    return assign(Op.Binary.ADD, Arithmetic.constant(this, dtype(), other));
  }

  private Tensor assign(Op.Binary op, Tensor other) {
    Dispatch.into(this, op, detach(), Arithmetic.expand(other.detach().to(dtype()), shape()));
    return this;
  }

  /// Replaces all values in place; broadcasts and converts.
  ///
  /// @return this
  /// @throws GradientException if this tensor is tracked
  public Tensor assign(Tensor other) {
    Dispatch.into(this, new Op.Copy(dtype()), Arithmetic.expand(other.detach(), shape()));
    return this;
  }

  @Override
  public String toString() {
    return type().toString();
  }
}
