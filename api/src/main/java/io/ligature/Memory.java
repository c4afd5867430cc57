package io.ligature;

import io.ligature.spi.Storage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The memory of tensors: correct without a thought, fast with one.
///
/// A tensor lives as long as something reaches it. Inside [#scope] it lives until the scope ends,
/// unless the scope returns it or [#keep] was called; its memory then goes to a pool, from which
/// the next tensor of about its size is made. Parameters, gradients, buffers and what optimizers
/// remember are kept by themselves.
///
/// A tensor that is used after its scope throws; it never shows the values of another. With
/// `-Dligature.memory.trace=true` the error says at which line the tensor was made.
public final class Memory {
  private static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();
  private static final boolean TRACED = Boolean.getBoolean("ligature.memory.trace");

  private Memory() {}

  /// Runs work, and then gives back the memory of every tensor that was made in it and is not
  /// reachable from its result.
  ///
  /// Reachable are tensors, what a tensor needs for its gradient, and what is in [Params], arrays,
  /// collections, maps, Optionals and readable records. Tensors that other threads made belong to
  /// the scope if it forked them; they must have ended with the work.
  ///
  /// @return what the work returned; its tensors belong to the scope around this one, if any
  public static <T extends @Nullable Object> T scope(Supplier<? extends T> work) {
    var scope = new Scope(work, CURRENT.isBound() ? CURRENT.get() : null);
    T result;
    try {
      result = ScopedValue.where(CURRENT, scope).call(work::get);
    } catch (Throwable e) {
      scope.end(null);
      throw e;
    }
    scope.end(result);
    return result;
  }

  /// Runs work, and then gives back the memory of every tensor that was made in it.
  public static void scope(Runnable work) {
    scope(
        (Supplier<@Nullable Void>)
            () -> {
              work.run();
              return null;
            });
  }

  /// Takes a tensor out of the scope it was made in, so that only reachability decides how long it
  /// lives.
  ///
  /// @return the tensor
  public static Tensor keep(Tensor tensor) {
    tensor.view().storage().owner(null);
    return tensor;
  }

  /// Gives the memory that lies in the pools of all opened devices back to the machine.
  public static void trim() {
    Devices.instance().opened().forEach(device -> device.backend().trim());
  }

  static Storage allocate(Device device, DType dtype, long length) {
    var backend = device.backend();
    Storage storage;
    try {
      storage = backend.allocate(device, dtype, length);
    } catch (OutOfMemoryError | BackendException e) {
      storage =
          Exhaustion.allocate(
              device, dtype, length, () -> backend.allocate(device, dtype, length), e);
    }
    if (TRACED) {
      storage.madeAt(Scope.caller());
    }
    if (CURRENT.isBound()) {
      CURRENT.get().add(storage);
    }
    Exhaustion.note(storage);
    return storage;
  }
}
