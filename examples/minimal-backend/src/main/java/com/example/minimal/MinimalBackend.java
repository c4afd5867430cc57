package com.example.minimal;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.Silu;
import io.ligature.spi.Backend;
import io.ligature.spi.Capabilities;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Kernels;
import io.ligature.spi.Storage;

/// Java arrays, the fifteen kernels, and one fused operation.
final class MinimalBackend extends Backend {
  private final Kernels kernels = new MinimalKernels();

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.all(); // every type that computes, every layout
  }

  @Override
  public Storage allocate(Device device, DType dtype, long length) {
    return HeapStorage.allocate(device, dtype, length);
  }

  @Override
  public FusedKernel fused(FusedOp op, DType dtype) {
    return switch (op) {
      case Silu _ -> FusedSilu::forward;
      case Backward backward when backward.of() instanceof Silu -> FusedSilu::backward;
      default -> null; // api decomposes it
    };
  }
}
