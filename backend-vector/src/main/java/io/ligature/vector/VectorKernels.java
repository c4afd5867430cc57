package io.ligature.vector;

import io.ligature.cpu.CpuKernels;
import io.ligature.spi.View;

/// Kernels that use vectors and threads where that pays; what is not here, the plain ones compute.
final class VectorKernels extends CpuKernels {
  private final Team team;

  VectorKernels(Team team) {
    this.team = team;
  }

  @Override
  public void matmul(View a, View b, View out) {
    if (!MatMul.run(team, a, b, out)) {
      super.matmul(a, b, out);
    }
  }
}
