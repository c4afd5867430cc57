package io.ligature;

import io.ligature.op.Backward;
import io.ligature.op.Family;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.GradientEngine;
import io.ligature.spi.Layout;
import io.ligature.spi.Storage;
import io.ligature.spi.View;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The one door through which every operation goes.
///
/// ```text
/// op, inputs -> infer and refuse -> allocate -> the backend's kernel -> history, if anything tracked went in
/// ```
public final class Dispatch {
  private static final long ALL = -1L;

  private Dispatch() {}

  /// {@return the only result of an operation}
  public static Tensor execute(Op op, Tensor... inputs) {
    return executeAll(op, inputs)[0];
  }

  /// {@return the results of an operation}
  public static Tensor[] executeAll(Op op, Tensor... inputs) {
    if (op instanceof Op.Primitive primitive) {
      return recorded(op, inputs, compute(primitive, inputs));
    }
    if (op instanceof Op.Relayout relayout) {
      return recorded(op, inputs, relayout(relayout, inputs[0]));
    }
    if (op instanceof FusedOp fused) {
      return fuse(fused, inputs);
    }
    return recorded(op, inputs, transfer((Op.Transfer) op, inputs[0]));
  }

  /// {@return the result of an operation without operands}
  public static Tensor create(Device device, Op.Primitive op) {
    var type = op.infer()[0];
    if (op.family() != Family.FILL) {
      checkComputes(op, device, type.dtype());
    }
    var result = allocate(device, type);
    if (type.shape().size() > 0) {
      op.run(device.backend().kernels(), new View[0], new View[] {result.view()});
    }
    return result;
  }

  /// Writes the result of an operation over the values of a tensor.
  ///
  /// @param target untracked, with the type of the result
  /// @throws GradientException if the target has a history, which the edit would falsify
  public static void into(Tensor target, Op op, Tensor... inputs) {
    into(new Tensor[] {target}, op, inputs);
  }

  /// Writes the results of an operation over the values of tensors, which may be operands as well.
  ///
  /// @param targets untracked, with the types of the results
  /// @throws GradientException if a target has a history, which the edit would falsify
  public static void into(Tensor[] targets, Op op, Tensor... inputs) {
    for (var target : targets) {
      checkEditable(op.label(), target);
    }
    var device = inputs.length == 0 ? targets[0].device() : device(op, inputs);
    if (device.isDry() || targets[0].device().isDry()) {
      return; // nothing to write
    }
    if (targets[0].device() != device) {
      throw new DeviceException(
          "%s in place of %s needs its operands on that device; found %s. Move them with to(device)."
              .formatted(op.label(), describe(targets), describe(inputs)));
    }
    var kernel = op instanceof FusedOp fused ? kernel(fused, device, targets[0].dtype()) : null;
    var primitive = op instanceof Op.Primitive p ? p : null;
    if ((kernel != null || primitive != null) && canWrite(op, targets, inputs)) {
      var types = primitive != null ? primitive.infer(inputs) : ((FusedOp) op).infer(inputs);
      checkTypes(op, targets, types);
      if (targets[0].size() > 0) {
        if (kernel != null) {
          kernel.run((FusedOp) op, views(inputs), views(targets));
        } else if (primitive != null) {
          run(primitive, device, inputs, views(targets));
        }
      }
    } else {
      var plain = Arrays.stream(inputs).map(Tensor::detach).toArray(Tensor[]::new);
      var results =
          inputs.length == 0 && primitive != null
              ? new Tensor[] {create(device, primitive)}
              : executeAll(op, plain);
      checkTypes(op, targets, Arrays.stream(results).map(Tensor::type).toArray(TensorType[]::new));
      for (int i = 0; i < targets.length; i++) {
        if (targets[i].size() > 0) {
          device.backend().kernels().copy(results[i].view(), targets[i].view());
        }
      }
    }
    for (var target : targets) {
      target.view().storage().edited();
    }
  }

  /// Writes the results of a fused operation over the values of several sets of tensors, such as
  /// those of an optimizer's step for each parameter: as [#into(Tensor[], Op, Tensor...)] would one
  /// set after another, but at once where the backend can.
  ///
  /// @param targets of each set
  /// @param inputs of each set
  /// @throws GradientException if a target has a history, which the edit would falsify
  public static void intoEach(FusedOp op, Tensor[][] targets, Tensor[][] inputs) {
    var kernel = kernelOfEach(op, targets, inputs);
    if (kernel == null) {
      for (int i = 0; i < targets.length; i++) {
        into(targets[i], op, inputs[i]);
      }
      return;
    }
    var in = new View[targets.length][];
    var out = new View[targets.length][];
    for (int i = 0; i < targets.length; i++) {
      in[i] = views(inputs[i]);
      out[i] = views(targets[i]);
    }
    kernel.runEach(op, in, out);
    for (var some : targets) {
      for (var target : some) {
        target.view().storage().edited();
      }
    }
  }

  /// {@return the kernel that may take all sets at once, whose operands have been checked; null if
  /// they are to come one after another, and be refused one by one}
  private static @Nullable FusedKernel kernelOfEach(
      FusedOp op, Tensor[][] targets, Tensor[][] inputs) {
    if (targets.length < 2) {
      return null;
    }
    var device = targets[0][0].device();
    var dtype = targets[0][0].dtype();
    var kernel = device.isDry() ? null : kernel(op, device, dtype);
    if (kernel == null) {
      return null;
    }
    Set<Storage> written = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < targets.length; i++) {
      if (!isPlain(op, device, dtype, targets[i], inputs[i])) {
        return null;
      }
      for (var target : targets[i]) {
        if (!written.add(target.view().storage())) {
          return null;
        }
      }
    }
    return kernel;
  }

  private static boolean isPlain(
      FusedOp op, Device device, DType dtype, Tensor[] targets, Tensor[] inputs) {
    for (var target : targets) {
      if (target.isTracked() || target.size() == 0 || target.dtype() != dtype) {
        return false;
      }
    }
    if (device(op, inputs) != device
        || targets[0].device() != device
        || !canWrite(op, targets, inputs)) {
      return false;
    }
    var types = op.infer(inputs);
    for (int i = 0; i < targets.length; i++) {
      if (!targets[i].type().equals(types[i])) {
        return false;
      }
    }
    return true;
  }

  /// Refuses an edit in place that would falsify a gradient, or change several elements as one.
  ///
  /// @param asked the operation, as the caller calls it
  static void checkEditable(String asked, Tensor target) {
    if (target.isTracked()) {
      throw new GradientException(
          asked
              + " in place of a tracked tensor "
              + target.type()
              + ": its gradient would be wrong. Edit its data() or detach() instead.");
    }
    if (target.view().layout().isExpanded()) {
      throw new ShapeException(
          asked
              + " in place of an expanded tensor "
              + target.type()
              + ": several of its elements are one. Copy it first.");
    }
  }

  private static void checkTypes(Op op, Tensor[] targets, TensorType[] results) {
    for (int i = 0; i < targets.length; i++) {
      if (!targets[i].type().equals(results[i])) {
        throw new ShapeException(
            "%s gives %s, which cannot be written in place of %s."
                .formatted(op.label(), results[i], targets[i].type()));
      }
    }
  }

  private static boolean canWrite(Op op, Tensor[] targets, Tensor[] inputs) {
    boolean elementwise =
        op instanceof FusedOp
            || op instanceof Op.Unary
            || op instanceof Op.Binary
            || op instanceof Op.Compare
            || op instanceof Op.Where;
    boolean anyLayout = op instanceof Op.Fill || op instanceof Op.Copy;
    for (var target : targets) {
      if (!anyLayout && !target.view().layout().isContiguous()) {
        return false;
      }
      for (var input : inputs) {
        if (target.view().overlaps(input.view())
            && !(elementwise && target.view().isSame(input.view()))) {
          return false;
        }
      }
    }
    return true;
  }

  private static Tensor[] compute(Op.Primitive op, Tensor[] inputs) {
    var device = device(op, inputs);
    var types = op.infer(inputs);
    var results = new Tensor[types.length];
    for (int i = 0; i < types.length; i++) {
      results[i] = allocate(device, types[i]);
    }
    if (types[0].shape().size() > 0) {
      run(op, device, inputs, views(results));
    }
    return results;
  }

  private static void run(Op.Primitive op, Device device, Tensor[] inputs, View[] out) {
    var family = op.family();
    var in = views(inputs);
    if (family != Family.COPY && family != Family.FILL) {
      checkComputes(op, device, in, out);
      if (!device.takesStrided(family)) {
        for (int i = 0; i < in.length; i++) {
          in[i] = rowMajor(device, in[i]);
        }
      }
    }
    op.run(device.backend().kernels(), in, out);
  }

  private static void checkComputes(Op op, Device device, View[] in, View[] out) {
    for (var view : in) {
      checkComputes(op, device, view.dtype());
    }
    for (var view : out) {
      checkComputes(op, device, view.dtype());
    }
  }

  private static void checkComputes(Op op, Device device, DType dtype) {
    if (!device.computes(dtype)) {
      throw new DTypeException(
          "%s: device %s does not compute in %s, only in %s. Cast with to(dtype), or move to another device."
              .formatted(op.label(), device, dtype, device.dtypes()));
    }
  }

  private static View rowMajor(Device device, View view) {
    if (view.layout().isContiguous()) {
      return view;
    }
    var copy = allocate(device, new TensorType(view.dtype(), view.shape())).view();
    if (view.layout().size() > 0) {
      device.backend().kernels().copy(view, copy);
    }
    return copy;
  }

  private static Tensor[] relayout(Op.Relayout op, Tensor x) {
    var view = x.view();
    var layout = op.edit(view.layout());
    if (layout == null) {
      view = rowMajor(x.device(), view);
      layout = op.edit(view.layout());
    }
    if (layout == null) {
      throw new IllegalStateException(op.label() + " of a row-major tensor always has a layout");
    }
    return new Tensor[] {new Tensor(view.with(layout))};
  }

  private static Tensor[] transfer(Op.Transfer op, Tensor x) {
    var view = rowMajor(x.device(), x.view());
    var result = allocate(op.to(), x.type());
    long count = x.size();
    if (count > 0 && !op.to().isDry()) {
      try (var arena = Arena.ofConfined()) {
        var staging = arena.allocate(count * x.dtype().bytes(), 8);
        view.storage().read(view.layout().offset(), count, staging);
        result.view().storage().write(0, count, staging);
      }
    }
    return new Tensor[] {result};
  }

  /// Inference: the fused kernel if there is one. Training: only if its gradient has one too. A
  /// gradient's own gradient, and everything else: the decomposition, which records itself.
  private static Tensor[] fuse(FusedOp op, Tensor[] inputs) {
    var device = device(op, inputs);
    var types = op.infer(inputs);
    var dtype = types.length == 0 ? DType.FLOAT32 : types[0].dtype();
    var kernel = kernel(op, device, dtype);
    boolean recording = isRecording(inputs);
    boolean fused = kernel != null && (!recording || hasBackward(op, device, dtype, inputs, types));
    if (kernel == null || !fused) {
      return op.decompose(inputs);
    }
    var results = new Tensor[types.length];
    for (int i = 0; i < types.length; i++) {
      results[i] = allocate(device, types[i]);
    }
    kernel.run(op, views(inputs), views(results));
    return recording ? recorded(op, inputs, results) : results;
  }

  private static @Nullable FusedKernel kernel(FusedOp op, Device device, DType dtype) {
    return device.backend().fused(op, dtype);
  }

  private static boolean hasBackward(
      FusedOp op, Device device, DType dtype, Tensor[] inputs, TensorType[] types) {
    return !(op instanceof Backward)
        && kernel(new Backward(op, inputs.length, types.length, ALL), device, dtype) != null;
  }

  private static Tensor[] recorded(Op op, Tensor[] inputs, Tensor[] results) {
    if (isRecording(inputs) && isAnyReal(results)) {
      var history = engine().record(op, inputs, results);
      for (int i = 0; i < results.length; i++) {
        if (results[i].dtype().isFloating()) {
          results[i].hang(history, i);
        }
      }
    }
    return results;
  }

  private static boolean isAnyReal(Tensor[] results) {
    for (var result : results) {
      if (result.dtype().isFloating()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRecording(Tensor[] inputs) {
    for (var input : inputs) {
      if (input.isTracked()) {
        var engine = Engines.FOUND; // without the autograd module, forward still works
        return engine != null && engine.isRecording();
      }
    }
    return false;
  }

  private static Device device(Op op, Tensor[] inputs) {
    for (var input : inputs) {
      if (input == null) {
        throw Missing.operand(op.label(), (Object[]) inputs);
      }
    }
    var device = inputs[0].device();
    for (int i = 1; i < inputs.length; i++) {
      var other = inputs[i].device();
      if (other != device && !device.isDry()) {
        if (!other.isDry()) {
          throw new DeviceException(
              "%s needs its operands on one device; found %s. Move them with to(device)."
                  .formatted(op.label(), describe(inputs)));
        }
        device = other;
      }
    }
    return device;
  }

  /// {@return operands as messages show them: types, and devices}
  static String describe(Tensor... operands) {
    return Arrays.stream(operands)
        .map(x -> x.type() + " on " + x.device())
        .collect(Collectors.joining(", "));
  }

  /// {@return a tensor whose elements are undefined, for a caller that writes all of them at once}
  ///
  /// @throws BackendException if the device's memory does not suffice
  public static Tensor allocate(Device device, TensorType type) {
    var storage = Memory.allocate(device, type.dtype(), type.shape().size());
    return new Tensor(new View(storage, Layout.rowMajor(type.shape())));
  }

  /// {@return memory that a kernel needs for itself}
  ///
  /// If the device refuses it, what is under way is waited for, pools are emptied and garbage is
  /// collected, as for a tensor, and then it is asked once more.
  ///
  /// @param attempt asks for it, and throws a [BackendException] if it is refused
  /// @throws BackendException if it is refused again; lists the largest tensors
  public static <T extends Storage> T temporary(
      Device device, DType dtype, long length, Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (OutOfMemoryError | BackendException e) {
      return Exhaustion.allocate(device, dtype, length, attempt, e);
    }
  }

  private static View[] views(Tensor[] tensors) {
    var views = new View[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      views[i] = tensors[i].view();
    }
    return views;
  }

  /// {@return the gradient engine}
  ///
  /// @throws GradientException if the autograd module is not there; says which artifact to add
  public static GradientEngine engine() {
    var found = Engines.FOUND;
    if (found == null) {
      throw Engines.missing();
    }
    return found;
  }

  /// {@return the result of work that records nothing}
  public static <T> T untracked(Supplier<? extends T> work) {
    var engine = Engines.FOUND;
    return engine == null ? work.get() : engine.off(work);
  }
}
