package io.ligature;

import io.ligature.op.Op;

/// Products of vectors and matrices.
public sealed interface LinearAlgebra permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  /// The product of matrices.
  ///
  /// ```text
  /// (n)           times (n)           -> ()
  /// (..., m, k)   times (..., k, n)   -> (..., m, n)      the axes in front broadcast
  /// ```
  ///
  /// A vector on the left counts as a row, on the right as a column; that axis is gone from the result.
  ///
  /// @throws ShapeException if the inner extents differ or the axes in front do not broadcast
  default Tensor matmul(Tensor other) {
    return Products.matmul(self(), other);
  }
}
