package io.ligature.op;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import java.util.List;

/// The mean of every piece, the axes cut into so many pieces as the result shall have elements.
///
/// ```text
/// y[n, c, i] = mean over k of x[n, c, k]      ⌊i L / extent⌋ <= k < ⌈(i + 1) L / extent⌉
///
/// x (N, C, Ls)   y (N, C, extents)
/// ```
///
/// `i` and `k` have a component for each of the extents. With extents of 1 it is the mean of a
/// channel.
///
/// @param extents of the result, one for each axis behind samples and channels, 1 or more
/// @see <a href="https://arxiv.org/abs/1312.4400">Lin, Chen and Yan (2013), section 3.2</a>, the
///   mean of a channel
public record AdaptiveAvgPool(List<Long> extents) implements FusedOp {
  /// Checks the extents.
  ///
  /// @throws IllegalArgumentException if there is none, or one is below 1
  public AdaptiveAvgPool {
    extents = Bins.checked("AdaptiveAvgPool", extents);
  }

  @Override
  public String label() {
    return Sliding.label("AdaptiveAvgPool", extents);
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
          ? Dispatch.execute(new AvgPool(windows.get(), true), x)
          : Bins.each(extents, x, (piece, axis) -> piece.mean(true, axis))
    };
  }
}
