package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.op.FusedOp;
import io.ligature.spi.Backend;
import io.ligature.spi.Capabilities;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.Kernels;
import io.ligature.spi.Storage;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A backend with every call checked. It counts which fused kernels ran, and what is allocated.
final class CheckedBackend extends Backend {
  private static final byte NOISE = 0x7E; // neither a small number nor NaN in any type, nor a BOOL

  private final Backend backend;
  private final Kernels kernels;
  private final List<WeakReference<Storage>> storages = new ArrayList<>();
  private final Map<String, Integer> fused = new ConcurrentHashMap<>();

  CheckedBackend(Backend backend) {
    this.backend = backend;
    kernels = new CheckedKernels(backend);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Capabilities capabilities() {
    return backend.capabilities();
  }

  @Override
  public @Nullable Backend withThreads(int count) {
    var other = backend.withThreads(count);
    return other == null ? null : new CheckedBackend(other);
  }

  @Override
  public void trim() {
    backend.trim();
  }

  @Override
  public void synchronize() {
    backend.synchronize();
  }

  @Override
  public Storage allocate(Device device, DType dtype, long length) {
    Contract.that(length >= 0, "allocate", "asks for %d elements", length);
    var storage = backend.allocate(device, dtype, length);
    Contract.that(
        storage.dtype() == dtype
            && storage.length() == length
            && storage.device() == device
            && !storage.isReleased(),
        "allocate",
        "asked for %d of %s on %s; got %d of %s on %s%s",
        length,
        dtype,
        device,
        storage.length(),
        storage.dtype(),
        storage.device(),
        storage.isReleased() ? ", released" : "");
    disturb(storage);
    remember(storage);
    return storage;
  }

  private static void disturb(Storage storage) {
    long bytes = storage.length() * storage.dtype().bytes();
    if (bytes > 0 && bytes < 1 << 20) {
      var noise = MemorySegment.ofArray(new long[(int) (bytes + 7) / 8]);
      noise.fill(NOISE);
      storage.write(0, storage.length(), noise);
    }
  }

  private synchronized void remember(Storage storage) {
    if (storages.size() % 1024 == 1023) {
      storages.removeIf(CheckedBackend::isGone);
    }
    storages.add(new WeakReference<>(storage));
  }

  private static boolean isGone(WeakReference<Storage> reference) {
    var storage = reference.get();
    return storage == null || storage.isReleased();
  }

  /// {@return how many storages are neither released nor collected}
  synchronized int live() {
    storages.removeIf(CheckedBackend::isGone);
    return storages.size();
  }

  @Override
  public @Nullable FusedKernel fused(FusedOp op, DType dtype) {
    var kernel = backend.fused(op, dtype);
    return kernel == null ? null : (given, inputs, outputs) -> run(kernel, given, inputs, outputs);
  }

  private void run(FusedKernel kernel, FusedOp op, View[] inputs, View[] outputs) {
    Contract.inputs(op.label(), inputs);
    Contract.outputs(op.label(), inputs, outputs, true);
    kernel.run(op, inputs, outputs);
    fused.merge(op.label(), 1, Integer::sum);
  }

  /// {@return how often the kernel of a fused operation ran}
  int runs(FusedOp op) {
    return fused.getOrDefault(op.label(), 0);
  }
}
