package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.op.FusedOp;
import io.ligature.spi.Backend;
import io.ligature.spi.Capabilities;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Kernels;
import io.ligature.spi.Storage;
import org.jspecify.annotations.Nullable;

/// Java arrays and plain loops. Open to the vector backend, which replaces some of the loops.
public class CpuBackend extends Backend {
  private static final Capabilities CAPABILITIES = Capabilities.all();
  private final Kernels kernels = new CpuKernels();

  /// For the provider and for subclasses.
  public CpuBackend() {}

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Storage allocate(Device device, DType dtype, long length) {
    return HeapStorage.allocate(device, dtype, length);
  }

  @Override
  public @Nullable FusedKernel fused(FusedOp op, DType dtype) {
    return Fused.kernel(op, dtype);
  }

  @Override
  public void trim() {
    HeapStorage.trim();
  }
}
