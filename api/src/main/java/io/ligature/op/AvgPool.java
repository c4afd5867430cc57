package io.ligature.op;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.List;

/// The mean of every window.
///
/// ```text
/// y[n, c, o] = 1 / m  sum over k of x[n, c, o · stride - before + k · dilation]
///
/// x (N, C, extents)   y (N, C, counts)
/// ```
///
/// `o` and `k` have a component for each of the extents, and outside them x is 0. `m` is the number
/// of elements of a window, all of them or only those of x.
///
/// @param windows one for each axis behind samples and channels; their padding is at most half
///   their reach
/// @param countsPadding whether padding counts in `m`
/// @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio and Haffner (1998)</a>
public record AvgPool(List<Window> windows, boolean countsPadding) implements FusedOp {
  /// Checks the windows.
  ///
  /// @throws IllegalArgumentException if there is none, or one has more padding than half its reach
  public AvgPool {
    windows = Sliding.checked("AvgPool", windows);
    MaxPool.checkPadding(Sliding.label("AvgPool", windows), windows);
  }

  @Override
  public String label() {
    return Sliding.label("AvgPool", windows);
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    return MaxPool.infer(this, windows, inputs[0]);
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = inputs[0];
    var y = infer(inputs)[0].shape();
    var sums = sums(x, y);
    if (countsPadding) {
      long size = Sliding.product(windows.stream().mapToLong(Window::size).toArray());
      return new Tensor[] {sums.div(size)};
    }
    var one = x.device().with(() -> Tensor.ones(x.dtype(), x.shape().with(0, 1).with(1, 1)));
    return new Tensor[] {sums.div(sums(one, y.with(0, 1).with(1, 1)))};
  }

  private Tensor sums(Tensor x, Shape y) {
    var padded = Sliding.padded(x, windows, 0);
    var places =
        Sliding.places(x.device(), windows, Sliding.spatial(padded.shape()), Sliding.spatial(y));
    var lines = Sliding.lines(padded);
    return Sliding.read(lines, places)
        .reshape(lines.shape().get(0), places.shape().get(0), places.shape().get(1))
        .sum(1)
        .reshape(y);
  }
}
