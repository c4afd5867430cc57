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

  /// Computes the operation of several sets of operands, none of which is written by another's
  /// computation. One after another, unless a backend can share them all out at once.
  ///
  /// @param inputs of each set, as of [#run]
  /// @param outputs of each set, as of [#run]
  default void runEach(FusedOp op, View[][] inputs, View[][] outputs) {
    for (int i = 0; i < inputs.length; i++) {
      run(op, inputs[i], outputs[i]);
    }
  }
}
