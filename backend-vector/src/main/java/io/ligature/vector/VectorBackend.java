package io.ligature.vector;

import io.ligature.DType;
import io.ligature.cpu.CpuBackend;
import io.ligature.op.FusedOp;
import io.ligature.spi.Backend;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.Kernels;
import org.jspecify.annotations.Nullable;

/// The plain backend with faster kernels: the same arrays, so that tensors pass between the two.
final class VectorBackend extends CpuBackend {
  private final Kernels kernels;
  private final Fused fused;

  VectorBackend(Team team) {
    kernels = new VectorKernels(team);
    fused = new Fused(team, new CpuBackend());
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Backend withThreads(int count) {
    return new VectorBackend(new Team(count));
  }

  @Override
  public @Nullable FusedKernel fused(FusedOp op, DType dtype) {
    var kernel = fused.kernel(op, dtype);
    return kernel != null ? kernel : super.fused(op, dtype);
  }
}
