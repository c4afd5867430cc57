package io.ligature.op;

import io.ligature.Tensor;

/// A bigger operation with a name, which a backend may compute at once.
///
/// Its decomposition into other operations is its definition: every backend can compute it that
/// way, gradients of any order included. Implementations are records, equal if their settings are.
public non-sealed interface FusedOp extends Op {
  /// {@return the types of the results, after refusing operands that do not fit}
  ///
  /// @throws io.ligature.ShapeException or another error in the caller's words
  TensorType[] infer(Tensor... inputs);

  /// {@return the results, computed by other operations}
  Tensor[] decompose(Tensor... inputs);
}
