package io.ligature.op;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import java.util.List;

/// The largest element of every piece, the axes cut into so many pieces as the result shall have
/// elements.
///
/// ```text
/// y[n, c, i] = max over k of x[n, c, k]      ⌊i L / extent⌋ <= k < ⌈(i + 1) L / extent⌉
///
/// x (N, C, Ls)   y (N, C, extents)
/// ```
///
/// `i` and `k` have a component for each of the extents. Of several that are largest the first, in
/// row-major order, gets the gradient.
///
/// @param extents of the result, one for each axis behind samples and channels, 1 or more
public record AdaptiveMaxPool(List<Long> extents) implements FusedOp {
  /// Checks the extents.
  ///
  /// @throws IllegalArgumentException if there is none, or one is below 1
  public AdaptiveMaxPool {
    extents = Bins.checked("AdaptiveMaxPool", extents);
  }

  @Override
  public String label() {
    return Sliding.label("AdaptiveMaxPool", extents);
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    return Bins.infer(this, extents, inputs[0]);
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = inputs[0];
    var windows = Bins.windows(extents, x);
    return new Tensor[] {
      windows.isPresent()
          ? Dispatch.execute(new MaxPool(windows.get()), x)
          : Bins.each(extents, x, AdaptiveMaxPool::first)
    };
  }

  private static Tensor first(Tensor piece, int axis) {
    var largest = Dispatch.execute(new Op.ArgReduce(Op.ArgReduction.ARGMAX, axis), piece.detach());
    return Dispatch.execute(new Op.Gather(axis), piece, largest);
  }
}
