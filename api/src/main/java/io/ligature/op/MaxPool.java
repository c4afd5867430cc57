package io.ligature.op;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import java.util.List;

/// The largest element of every window.
///
/// ```text
/// y[n, c, o] = max over k of x[n, c, o · stride - before + k · dilation]
///
/// x (N, C, extents)   y (N, C, counts)
/// ```
///
/// `o` and `k` have a component for each of the extents, and outside them x is -∞. A NaN counts as
/// the largest. Of several that are largest the first, in row-major order, gets the gradient.
///
/// @param windows one for each axis behind samples and channels; their padding is at most half
///   their reach
/// @see <a href="https://doi.org/10.1007/978-3-642-15825-4_10">Scherer, Müller and Behnke
///   (2010)</a>
public record MaxPool(List<Window> windows) implements FusedOp {
  /// Checks the windows.
  ///
  /// @throws IllegalArgumentException if there is none, or one has more padding than half its reach
  public MaxPool {
    windows = Sliding.checked("MaxPool", windows);
    checkPadding(Sliding.label("MaxPool", windows), windows);
  }

  static void checkPadding(String name, List<Window> windows) {
    for (var window : windows) {
      long most = window.reach() / 2;
      long padding = Math.max(window.before(), window.after());
      if (padding > most) {
        throw new IllegalArgumentException(
            "%s needs a padding of 0 to %d, half the reach of its window; found %d."
                .formatted(name, most, padding));
      }
    }
  }

  @Override
  public String label() {
    return Sliding.label("MaxPool", windows);
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    return infer(this, windows, inputs[0]);
  }

  static TensorType[] infer(FusedOp op, List<Window> windows, Tensor x) {
    Operands.real(op, x);
    Sliding.checkRank(op, x, windows.size());
    var counts = Sliding.counts(op, x, windows);
    return Operands.type(x.dtype(), Sliding.shape(x.shape().get(0), x.shape().get(1), counts));
  }

  /// Finds the place of the first largest element of each window, and reads it there.
  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = Sliding.padded(inputs[0], windows, Double.NEGATIVE_INFINITY);
    var y = infer(inputs)[0].shape();
    var lines = Sliding.lines(x);
    var places =
        Sliding.places(x.device(), windows, Sliding.spatial(x.shape()), Sliding.spatial(y));
    long elements = places.shape().get(0);
    long count = places.shape().get(1);
    long channels = lines.shape().get(0);
    var all = Sliding.read(lines.detach(), places).reshape(channels, elements, count);
    var largest = Dispatch.execute(new Op.ArgReduce(Op.ArgReduction.ARGMAX, 1), all);
    var where =
        Dispatch.execute(new Op.Gather(1), places.expand(channels, elements, count), largest);
    return new Tensor[] {
      Dispatch.execute(new Op.Gather(1), lines, where.reshape(channels, count)).reshape(y)
    };
  }
}
