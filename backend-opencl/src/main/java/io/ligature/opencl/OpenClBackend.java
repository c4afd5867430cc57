package io.ligature.opencl;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.op.Family;
import io.ligature.op.FusedOp;
import io.ligature.spi.Backend;
import io.ligature.spi.Capabilities;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.Kernels;
import io.ligature.spi.Storage;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One OpenCL device: buffers of its own, and kernels that its driver compiles.
final class OpenClBackend extends Backend {
  private final OpenClDevice device;
  private final Kernels kernels;
  private final Fused fused;
  private final Capabilities capabilities;

  OpenClBackend(OpenClDevice device) {
    this.device = device;
    kernels = new OpenClKernels(device);
    fused = new Fused(device);
    var computing = EnumSet.of(DType.FLOAT32, DType.INT32, DType.INT64, DType.BOOL);
    if (device.traits().computesDoubles()) {
      computing.add(DType.FLOAT64);
    }
    capabilities =
        new Capabilities(
            computing,
            Set.of(
                Family.COPY,
                Family.UNARY,
                Family.BINARY,
                Family.COMPARE,
                Family.WHERE,
                Family.REDUCE,
                Family.MATMUL));
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Storage allocate(Device handle, DType dtype, long length) {
    return new DeviceBuffer(device, handle, dtype, length);
  }

  @Override
  public @Nullable FusedKernel fused(FusedOp op, DType dtype) {
    return capabilities.dtypes().contains(dtype) ? fused.kernel(op, dtype) : null;
  }

  @Override
  public void trim() {
    device.pool().trim();
  }

  @Override
  public void synchronize() {
    device.finish();
  }
}
