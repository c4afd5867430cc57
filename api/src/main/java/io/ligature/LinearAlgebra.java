package io.ligature;

/// Products of vectors and matrices, and sums of products over any axes.
///
/// Types are promoted as in [Elementwise]; whole numbers stay whole and wrap.
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
  /// A vector on the left counts as a row, on the right as a column; that axis is gone from the
  /// result.
  ///
  /// @return the product
  /// @throws ShapeException if the inner extents differ or the axes in front do not broadcast
  default Tensor matmul(Tensor other) {
    return Products.matmul(self(), other);
  }

  /// {@return the scalar product of two vectors}
  ///
  /// @throws ShapeException unless both are vectors of one extent
  default Tensor dot(Tensor other) {
    return Products.dot(self(), other);
  }

  /// Every element of one vector times every element of another.
  ///
  /// ```text
  /// yᵢⱼ = aᵢ bⱼ      a (m)   b (n)   y (m, n)
  /// ```
  ///
  /// @return the matrix
  /// @throws ShapeException unless both are vectors
  default Tensor outer(Tensor other) {
    return Products.outer(self(), other);
  }

  /// {@return the sum of products over the last axis of both}
  ///
  /// ```text
  /// a (..., k)   b (,,, k)   ->   (..., ,,,)
  /// ```
  ///
  /// @throws ShapeException if the last extents differ
  default Tensor inner(Tensor other) {
    return Products.tensordot(self(), other, new int[] {-1}, new int[] {-1});
  }

  /// {@return the sum of products over the last `count` axes of this and the first of `other`}
  ///
  /// @throws ShapeException if those extents differ
  default Tensor tensordot(Tensor other, int count) {
    return Products.tensordot(self(), other, count);
  }

  /// {@return the sum of products over `axes` of this, paired with `otherAxes` of `other`}; the
  /// other axes follow, first those of this.
  ///
  /// @throws ShapeException if paired extents differ, or an axis is named twice
  default Tensor tensordot(Tensor other, int[] axes, int[] otherAxes) {
    return Products.tensordot(self(), other, axes, otherAxes);
  }

  /// The Kronecker product: `other`, once for each element of this and times it.
  ///
  /// ```text
  /// a (m, n)   b (p, q)   ->   (m p, n q)      and so for any rank
  /// ```
  ///
  /// @return the product
  default Tensor kron(Tensor other) {
    return Products.kron(self(), other);
  }

  /// {@return the vector product along an axis of extent 3; the others broadcast}
  ///
  /// @throws ShapeException if the extent is not 3
  default Tensor cross(Tensor other, int axis) {
    return Products.cross(self(), other, axis);
  }

  /// {@return the sum of the elements whose indices along the last two axes are equal}
  ///
  /// @throws ShapeException if there are fewer than two axes
  default Tensor trace() {
    return self().diagonal().sum(-1);
  }
}
