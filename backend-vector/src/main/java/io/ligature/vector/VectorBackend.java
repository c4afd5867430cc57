package io.ligature.vector;

import io.ligature.cpu.CpuBackend;
import io.ligature.spi.Kernels;

/// The plain backend with faster kernels: the same arrays, so that tensors pass between the two.
final class VectorBackend extends CpuBackend {
  private final Kernels kernels;

  VectorBackend(Team team) {
    kernels = new VectorKernels(team);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }
}
