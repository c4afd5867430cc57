package io.ligature.nn;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.GradMode;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.Op;
import io.ligature.spi.Leaf;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A tensor that is trained: a value, its gradient, and the policies for both.
///
/// A parameter is a slot that keeps its identity while its value is drawn, moved, cast, loaded or
/// stepped. A tie is one slot under several names: a parameter that was tied to another passes
/// every call on to it.
public final class Parameter implements Slot {
  private final Owner owner = new Owner();
  private final Leaf leaf = new Leaf();
  private volatile Cell cell;
  private volatile @Nullable Tensor tracked; // what value() returns, while it is right
  private volatile boolean frozen;
  private volatile double lrMult = 1;
  private volatile double wdMult = 1;

  private volatile @Nullable Parameter target; // whose value this is, if tied
  private volatile boolean flipped; // and whether it is the transpose
  private volatile @Nullable Parts parts; // what the value is computed from, if it is

  record Parts(Parametrization form, Map<String, Parameter> bySuffix) {
    Parts copy(UnaryOperator<Parameter> copied) {
      var copies = new LinkedHashMap<String, Parameter>();
      bySuffix.forEach((suffix, part) -> copies.put(suffix, copied.apply(part)));
      return new Parts(form, Collections.unmodifiableMap(copies));
    }
  }

  Parameter(Cell cell) {
    if (!cell.dtype().isFloating()) {
      throw new DTypeException(
          "A parameter needs real numbers; found %s%s. Use a Buffer, or cast with to(DType.FLOAT32)."
              .formatted(cell.dtype(), cell.shape()));
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

  // ---- what it is

  @Override
  public String name() {
    return owner.path();
  }

  Owner owner() {
    return owner;
  }

  Cell cell() {
    return root().cell;
  }

  @Override
  public Shape shape() {
    return turned(Pass.shape(root()));
  }

  @Override
  public DType dtype() {
    return parts().isEmpty() ? cell().dtype() : parts().values().iterator().next().dtype();
  }

  @Override
  public Device device() {
    return parts().isEmpty() ? cell().device() : parts().values().iterator().next().device();
  }

  @Override
  public boolean isInitialized() {
    return parts().isEmpty()
        ? cell().data() != null
        : parts().values().stream().allMatch(Parameter::isInitialized);
  }

  // ---- value

  /// {@return the value, tracked unless the parameter is frozen}
  ///
  /// @throws UninitializedParameterException if extents are unknown
  @Override
  public Tensor value() {
    if (target != null) {
      return turned(root().value());
    }
    if (parts != null) {
      return join();
    }
    var pass = Pass.current();
    return pass == null ? live() : pass.valueOf(this);
  }

  /// {@return the value outside any pass}
  Tensor live() {
    var ready = tracked;
    if (ready == null) {
      synchronized (leaf) {
        ready = tracked(Slots.held(this));
        tracked = ready;
      }
    }
    return ready;
  }

  /// {@return a tensor as the value of this parameter}
  Tensor tracked(Tensor value) {
    return frozen ? value : value.tracked(leaf);
  }

  /// {@return the live value, untracked; edits in place change the parameter}
  ///
  /// @throws UninitializedParameterException if extents are unknown
  /// @throws IllegalStateException if the value is computed from parts, where an edit would be lost
  @Override
  public Tensor data() {
    var root = root();
    root.refuseIfComputed("data()");
    var pass = Pass.current();
    return turned(pass == null ? Slots.held(root) : pass.valueOf(root).detach());
  }

  /// Replaces the values in place; broadcasts, and casts; gradients do not pass. Those of a
  /// computed parameter go to its parts.
  ///
  /// @throws ShapeException if the shape does not broadcast to this one
  public Parameter set(Tensor value) {
    Slots.checkFits(this, value);
    var computed = root().parts;
    if (computed == null) {
      data().assign(value.detach());
    } else {
      var whole = value.detach().to(device()).to(dtype()).expand(shape());
      var split = computed.form.split(turned(whole).contiguous());
      computed.bySuffix.forEach(
          (suffix, part) -> part.set(Objects.requireNonNull(split.get(suffix), suffix)));
    }
    return this;
  }

  /// Makes unknown extents known; [Block#infer] calls it.
  ///
  /// @throws ShapeException if it contradicts what is known
  @Override
  public void resolve(Shape known) {
    Pass.resolve(root(), turned(known));
  }

  /// Sets how the value begins. Before there is a value, this is remembered; after, it is drawn
  /// anew at once.
  public Parameter init(Initializer initializer) {
    var root = root();
    root.refuseIfComputed("init(..)");
    var held = root.cell.data();
    if (held != null) {
      held.assign(root.cell.draw(initializer, name(), held.shape(), Key.next()));
    }
    root.cell.initializer(initializer);
    return this;
  }

  /// Takes a value over; its memory becomes the parameter's.
  void adopt(Tensor value) {
    var root = root();
    root.cell.adopt(value);
    root.tracked = null;
  }

  // ---- gradient

  /// {@return the gradient; null before the first backward and after [#zeroGrad]}
  public @Nullable Tensor grad() {
    var gradient = leaf().gradient();
    return gradient == null ? null : turned(gradient);
  }

  /// {@return the gradient like [#grad], for a caller who is done with it before it is forgotten}
  ///
  /// Optimizers use this: the memory of a gradient that nobody asked for with [#grad] serves the
  /// next one after [#zeroGrad].
  public @Nullable Tensor lentGrad() {
    var gradient = leaf().lent();
    return gradient == null ? null : turned(gradient);
  }

  /// Assigns the gradient, or with null forgets it.
  ///
  /// @throws ShapeException if its shape is not the value's; likewise for dtype and device
  public Parameter grad(@Nullable Tensor gradient) {
    leaf().gradient(gradient == null ? null : turned(gradient.detach()), Slots.held(root()));
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
  /// @param keep whether the same tensor stays, filled with zeros
  public void zeroGrad(boolean keep) {
    var gradient = leaf().lent();
    if (gradient != null && keep) {
      Dispatch.into(gradient.detach(), new Op.Fill(gradient.type(), 0.0));
    } else {
      leaf().clear();
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

  /// Adds a hook that sees, and may replace, every gradient before it is added.
  public Hook onGrad(UnaryOperator<Tensor> hook) {
    UnaryOperator<Tensor> seen = isTransposed() ? gradient -> hook.apply(gradient.t()).t() : hook;
    return leaf().hook(seen)::run;
  }

  /// {@return the slot of the gradient}
  ///
  /// @throws IllegalStateException if the value is computed from parts, which have the gradients
  Leaf leaf() {
    root().refuseIfComputed("the gradient");
    return root().leaf;
  }

  // ---- policies

  /// Excludes the parameter from training: its value is no longer tracked. A gradient that it has
  /// stays.
  public Parameter freeze() {
    return frozen(true);
  }

  /// Includes the parameter in training again.
  public Parameter unfreeze() {
    return frozen(false);
  }

  private Parameter frozen(boolean now) {
    var root = root();
    var computed = root.parts;
    if (computed != null) {
      computed.bySuffix.values().forEach(part -> part.frozen(now));
    }
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
  ///
  /// @throws IllegalArgumentException if it is negative or not finite
  public Parameter lrMult(double factor) {
    Range.notNegative("lrMult", "factor", factor);
    parts().values().forEach(part -> part.lrMult(factor));
    root().lrMult = factor;
    return this;
  }

  /// {@return the factor on the optimizer's weight decay}
  public double wdMult() {
    return root().wdMult;
  }

  /// Sets the factor on the optimizer's weight decay.
  ///
  /// @throws IllegalArgumentException if it is negative or not finite
  public Parameter wdMult(double factor) {
    Range.notNegative("wdMult", "factor", factor);
    parts().values().forEach(part -> part.wdMult(factor));
    root().wdMult = factor;
    return this;
  }

  /// Moves value and gradient to a device.
  public Parameter to(Device device) {
    parts().values().forEach(part -> part.to(device));
    move(gradient -> gradient.to(device), held -> held.to(device));
    return this;
  }

  /// Casts value and gradient.
  ///
  /// @throws DTypeException if the type is not of real numbers
  public Parameter to(DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException(
          "A parameter needs real numbers; %s cannot be cast to %s.".formatted(name(), dtype));
    }
    parts().values().forEach(part -> part.to(dtype));
    move(gradient -> gradient.to(dtype), held -> held.to(dtype));
    return this;
  }

  private void move(UnaryOperator<Tensor> gradientMove, Consumer<Cell> move) {
    var root = root();
    var gradient = root.leaf.gradient();
    move.accept(root.cell);
    root.tracked = null;
    if (gradient != null) {
      root.leaf.gradient(gradientMove.apply(gradient), Slots.held(root));
    }
  }

  // ---- ties

  /// {@return the slot that all names of a tie share: another parameter if this one is tied to it,
  /// unless as its transpose}
  public Parameter slot() {
    return isTransposed() ? this : root();
  }

  /// {@return the slot with the value}
  Parameter root() {
    var next = target;
    return next == null ? this : next.root();
  }

  /// {@return whether the value is the transpose of the one that the root holds}
  boolean isTransposed() {
    var next = target;
    return next != null && flipped != next.isTransposed();
  }

  @Nullable Parameter target() {
    return target;
  }

  /// Passes every call on to another parameter from now on.
  void tie(Parameter to, boolean transpose) {
    target = to;
    flipped = transpose;
    tracked = null;
    cell.forget();
    leaf.clear();
  }

  /// Takes a copy of the value and of the policies, and stands alone from now on.
  void separate() {
    var root = root();
    if (root != this) {
      var own = isTransposed() ? root.cell.transposed() : new Cell(root.cell);
      var computed = root.parts;
      take(root);
      if (computed != null && isTransposed()) {
        own = new Cell(value().detach().copy()); // a form knows axes: computed no longer
      } else if (computed != null) {
        parts = computed.copy(part -> part.root().like(new Cell(part.cell())));
      }
      target = null;
      cell = own;
      tracked = null;
    }
  }

  private Tensor turned(Tensor tensor) {
    return isTransposed() ? tensor.t() : tensor;
  }

  private Shape turned(Shape shape) {
    return isTransposed() ? Shape.partial(shape.get(1), shape.get(0)) : shape;
  }

  // ---- parts

  /// Computes the value from parts from now on; they are trained, saved and moved in its place,
  /// under its name and their suffixes. Every use of a tied parameter sees it.
  ///
  /// Its gradient is forgotten. Make the optimizer afterwards, so that it steps the parts.
  ///
  /// @throws UninitializedParameterException if extents are unknown
  /// @throws ShapeException if the form does not join what it splits to the same shape
  public Parameter parametrize(Parametrization form) {
    var root = root();
    root.refuseIfComputed("parametrize(..)");
    var value = Slots.held(root);
    var split = form.split(value);
    var joined = form.join(split);
    if (!joined.shape().equals(value.shape())) {
      throw new ShapeException(
          "%s splits %s %s and joins it to %s. Join to the shape that was split."
              .formatted(form.getClass().getSimpleName(), name(), value.shape(), joined.shape()));
    }
    var bySuffix = new LinkedHashMap<String, Parameter>();
    split.forEach(
        (suffix, part) -> bySuffix.put(Names.checked(suffix), root.like(new Cell(part.copy()))));
    root.parts = new Parts(form, Collections.unmodifiableMap(bySuffix));
    root.leaf.clear();
    root.cell.forget();
    root.tracked = null;
    return this;
  }

  /// Holds the value that its parts give now, and is computed no longer; the parts are gone. Make
  /// the optimizer afterwards.
  public Parameter unparametrize() {
    var root = root();
    if (root.parts != null) {
      var value = root.join().detach().contiguous();
      root.parts = null;
      root.adopt(value);
    }
    return this;
  }

  /// {@return what the value is computed from, by suffix; empty if it is not}
  public Map<String, Parameter> parts() {
    var computed = root().parts;
    return computed == null ? Map.of() : computed.bySuffix;
  }

  /// {@return a parameter with another cell and the policies of this one}
  Parameter like(Cell other) {
    var made = new Parameter(other);
    made.take(this);
    return made;
  }

  private void take(Parameter policies) {
    leaf.mode(policies.leaf.mode());
    frozen = policies.frozen;
    lrMult = policies.lrMult;
    wdMult = policies.wdMult;
  }

  /// {@return a parameter of the same kind, to be tied}
  Parameter alias() {
    return like(new Cell(cell));
  }

  /// {@return a copy of a root, with its policies and without its gradient}
  Parameter duplicate(UnaryOperator<Parameter> copyOfPart) {
    var made = like(new Cell(cell));
    var computed = parts;
    made.parts = computed == null ? null : computed.copy(copyOfPart);
    return made;
  }

  private Tensor join() {
    var computed = Objects.requireNonNull(parts);
    var values = new LinkedHashMap<String, Tensor>();
    computed.bySuffix.forEach((suffix, part) -> values.put(suffix, part.value()));
    return computed.form.join(values);
  }

  private void refuseIfComputed(String asked) {
    var computed = parts;
    if (computed != null) {
      throw new IllegalStateException(
          "%s of %s: its value is computed from %s, so an edit would be lost. Read value(), write with set(tensor), or ask the parts."
              .formatted(
                  asked,
                  name(),
                  computed.bySuffix.keySet().stream().map(suffix -> name() + suffix).toList()));
    }
  }

  /// {@return one line with name, type and whether there is a value; then the value, abridged}
  @Override
  public String toString() {
    var line = "Parameter " + Slots.describe(this);
    if (parts != null) {
      return line + ", computed from " + parts().keySet();
    }
    var held = cell().data();
    return held == null ? line + ", uninitialized" : line + "\n" + turned(held);
  }
}
