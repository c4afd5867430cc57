package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.op.FusedOp;
import io.ligature.spi.Backend;
import io.ligature.spi.Capabilities;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.Kernels;
import io.ligature.spi.Storage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A backend that does what another does; a defect overrides one method.
class DelegatingBackend extends Backend {
  private final Supplier<Backend> to;

  DelegatingBackend(Supplier<Backend> to) {
    this.to = to;
  }

  @Override
  public Kernels kernels() {
    return to.get().kernels();
  }

  @Override
  public Capabilities capabilities() {
    return to.get().capabilities();
  }

  @Override
  public Storage allocate(Device device, DType dtype, long length) {
    return to.get().allocate(device, dtype, length);
  }

  @Override
  public @Nullable FusedKernel fused(FusedOp op, DType dtype) {
    return to.get().fused(op, dtype);
  }

  @Override
  public @Nullable Backend withThreads(int count) {
    return to.get().withThreads(count);
  }

  @Override
  public void trim() {
    to.get().trim();
  }

  @Override
  public void synchronize() {
    to.get().synchronize();
  }
}
