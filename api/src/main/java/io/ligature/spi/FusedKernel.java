package io.ligature.spi;

import io.ligature.op.FusedOp;

/// A backend's own way to compute a fused operation, or, given as the kernel of a
/// [io.ligature.op.Backward], its gradient.
@FunctionalInterface
public interface FusedKernel {
  /// Computes the operation.
  ///
  /// @param op the operation with its settings
  /// @param inputs as the operation orders them, of any layout
  /// @param outputs contiguous, of the types that the operation inferred; those of an operation in
  ///   place may be the very views of its inputs
  void run(FusedOp op, View[] inputs, View[] outputs);
}
