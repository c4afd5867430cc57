package io.ligature.nn;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.GradMode;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.spi.Leaf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A tensor that is trained: a value, its gradient, and the policies for both.
///
/// A parameter is a slot that keeps its identity while its value is drawn, moved, cast, loaded or
/// stepped. A tie is one slot under several names; a parameter that was tied to another passes
/// every call on to it.
public final class Parameter implements Slot {
  private final Owner owner = new Owner();
  private final Leaf leaf = new Leaf();
  private final Cell cell;
  private volatile @Nullable Tensor tracked; // what value() returns, while it is right
  private volatile boolean frozen;
  private volatile double lrMult = 1;
  private volatile double wdMult = 1;
  private volatile @Nullable Parameter target; // whose values these are, if tied
  private volatile boolean transposed; // and whether they are its transpose

  Parameter(Cell cell) {
    if (!cell.dtype().isFloating()) {
      throw new DTypeException(
          "A parameter needs real numbers; found "
              + cell.dtype()
              + cell.shape()
              + ". Use a Buffer, or cast with to(DType.FLOAT32).");
    }
    this.cell = cell;
  }

  /// {@return a parameter that holds this tensor}
  ///
  /// @throws DTypeException if it is not of real numbers
  public static Parameter of(Tensor value) {
    return new Parameter(new Cell(value));
  }

  /// {@return a FLOAT32 parameter whose value is drawn at its first use}
  ///
  /// @param shape may have unknown extents; [Block#infer] makes them known
  public static Parameter of(Shape shape, Initializer initializer) {
    return of(shape, DType.FLOAT32, initializer);
  }

  /// {@return a parameter whose value is drawn at its first use}
  ///
  /// @param shape may have unknown extents; [Block#infer] makes them known
  public static Parameter of(Shape shape, DType dtype, Initializer initializer) {
    return new Parameter(new Cell(shape, dtype, Objects.requireNonNull(initializer)));
  }

  // ---- ties

  /// {@return the slot that all names of a tie share; this parameter if it is not tied, or tied as
  /// a transpose}
  Parameter slot() {
    return isTransposed() ? this : root();
  }

  /// {@return the slot with the value}
  Parameter root() {
    var next = target;
    return next == null ? this : next.root();
  }

  boolean isTransposed() {
    var next = target;
    return next != null && transposed != next.isTransposed();
  }

  void tie(Parameter to, boolean transpose) {
    target = to;
    transposed = transpose;
    tracked = null;
  }

  Owner owner() {
    return owner;
  }

  Cell cell() {
    return root().cell;
  }

  Leaf leaf() {
    return root().leaf;
  }

  private Tensor view(Tensor value) {
    return isTransposed() ? value.t() : value;
  }

  private Shape view(Shape shape) {
    return isTransposed() ? Shape.partial(shape.get(1), shape.get(0)) : shape;
  }

  // ---- what it is

  @Override
  public String name() {
    return owner.path();
  }

  @Override
  public Shape shape() {
    return view(cell().shape());
  }

  @Override
  public DType dtype() {
    return cell().dtype();
  }

  @Override
  public Device device() {
    return cell().device();
  }

  @Override
  public boolean isInitialized() {
    return cell().data() != null;
  }

  // ---- value

  /// {@return the value, tracked unless the parameter is frozen}
  ///
  /// @throws UninitializedParameterException if extents are unknown
  @Override
  public Tensor value() {
    if (target == null) {
      var ready = tracked;
      return ready != null ? ready : track();
    }
    return view(root().value());
  }

  private synchronized Tensor track() {
    var held = held();
    var ready = frozen ? held : held.tracked(leaf);
    tracked = ready;
    return ready;
  }

  /// {@return the live value, untracked; edits in place change the parameter}
  ///
  /// @throws UninitializedParameterException if extents are unknown
  @Override
  public Tensor data() {
    return view(root().held());
  }

  private Tensor held() {
    var held = cell.data();
    if (held == null) {
      throw new UninitializedParameterException(name());
    }
    return held;
  }

  /// Replaces the values in place; shapes are equal, other dtypes are cast.
  public Parameter set(Tensor value) {
    data().assign(value);
    return this;
  }

  @Override
  public void resolve(Shape known) {
    cell().resolve(this, view(known));
  }

  /// Sets how the value begins. Before there is a value, remembered; after, drawn anew at once.
  public Parameter init(Initializer initializer) {
    cell().initializer(initializer);
    return this;
  }

  /// Takes a value; the tensor itself becomes the memory.
  void adopt(Tensor value) {
    root().cell.adopt(value);
    root().tracked = null;
  }

  // ---- gradient

  /// {@return the gradient; null before the first backward and after [#zeroGrad]}
  public @Nullable Tensor grad() {
    var gradient = leaf().gradient();
    return gradient == null ? null : view(gradient);
  }

  /// Assigns the gradient.
  ///
  /// @throws ShapeException if its shape is not the value's; likewise dtype and device
  public Parameter grad(@Nullable Tensor gradient) {
    leaf().gradient(gradient == null ? null : view(gradient), root().held());
    return this;
  }

  /// {@return the gradient, or zeros where there is none}
  public Tensor gradOrZeros() {
    var gradient = grad();
    return gradient == null ? data().zerosLike() : gradient;
  }

  /// Forgets the gradient: [#grad] returns null.
  public void zeroGrad() {
    zeroGrad(false);
  }

  /// Forgets the gradient, or fills it with zeros.
  ///
  /// @param keep whether the tensor stays, filled with zeros
  public void zeroGrad(boolean keep) {
    var gradient = leaf().gradient();
    if (gradient != null) {
      leaf().gradient(keep ? gradient : null, root().held());
    }
  }

  /// {@return what backward does with the gradient}
  public GradMode gradMode() {
    return leaf().mode();
  }

  /// Sets what backward does with the gradient from now on; what was accumulated stays.
  public Parameter gradMode(GradMode mode) {
    leaf().mode(mode);
    return this;
  }

  // ---- policies

  /// Excludes the parameter from training: its value is no longer tracked.
  public Parameter freeze() {
    return frozen(true);
  }

  /// Includes the parameter in training again.
  public Parameter unfreeze() {
    return frozen(false);
  }

  private Parameter frozen(boolean now) {
    var root = root();
    root.frozen = now;
    root.tracked = null;
    return this;
  }

  /// {@return whether it is excluded from training}
  public boolean isFrozen() {
    return root().frozen;
  }

  /// {@return the factor on the optimizer's learning rate}
  public double lrMult() {
    return root().lrMult;
  }

  /// Sets the factor on the optimizer's learning rate.
  public Parameter lrMult(double factor) {
    root().lrMult = factor;
    return this;
  }

  /// {@return the factor on the optimizer's weight decay}
  public double wdMult() {
    return root().wdMult;
  }

  /// Sets the factor on the optimizer's weight decay.
  public Parameter wdMult(double factor) {
    root().wdMult = factor;
    return this;
  }

  /// Moves value and gradient to a device.
  public Parameter to(Device device) {
    cell().to(device);
    root().tracked = null;
    return this;
  }

  /// Casts value and gradient.
  public Parameter to(DType dtype) {
    cell().to(dtype);
    root().tracked = null;
    return this;
  }

  void draw(Key key) {
    adopt(cell().draw(name(), cell().shape(), key));
  }

  /// {@return one line: name, type, and whether there is a value}
  @Override
  public String toString() {
    return "Parameter "
        + name()
        + " "
        + shape()
        + " "
        + dtype()
        + (isInitialized() ? "" : ", uninitialized");
  }
}
