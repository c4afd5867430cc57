package io.ligature.op;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.List;

/// A convolution: weighted sums of what a sliding window reads.
///
/// ```text
/// y[n, m, o] = b[m] + sum over c, k of W[m, c, k] x[n, g · C / groups + c, o · stride - before + k · dilation]
///
/// x (N, C, extents)   W (out, C / groups, sizes)   b (out), may be left out   y (N, out, counts)
/// ```
///
/// `o` and `k` have a component for each of the extents, and outside them x is 0. Channels and
/// outputs are cut into `groups` of one size, and group `g` of the outputs reads group `g` of the
/// channels. (The kernel is not mirrored; strictly this is a cross-correlation.)
///
/// @param windows one for each axis behind samples and channels
/// @param groups how many, 1 or more; divides C and out
/// @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio and Haffner (1998)</a>
/// @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin and Visin (2016)</a>
public record Conv(List<Window> windows, long groups) implements FusedOp {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if there is no window or no group
  public Conv {
    windows = Sliding.checked("Conv", windows);
    checkGroups(Sliding.label("Conv", windows), groups);
  }

  static void checkGroups(String name, long groups) {
    if (groups < 1) {
      throw new IllegalArgumentException(name + " needs 1 group or more; found " + groups + ".");
    }
  }

  @Override
  public String label() {
    return Sliding.label("Conv", windows);
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    var x = inputs[0];
    var w = inputs[1];
    Operands.real(this, inputs);
    Sliding.checkRank(this, x, windows.size());
    checkGrouped(this, "channels", groups, "x", x, 1);
    checkWeight(this, windows, 1, x.shape().get(1) / groups, w);
    checkGrouped(this, "outputs", groups, "W", w, 0);
    long out = w.shape().get(0);
    checkBias(this, out, inputs);
    var counts = Sliding.counts(this, x, windows);
    return Operands.type(x.dtype(), Sliding.shape(x.shape().get(0), out, counts));
  }

  static void checkGrouped(FusedOp op, String what, long groups, String name, Tensor x, int axis) {
    if (x.shape().get(axis) % groups != 0) {
      throw Operands.misfit(
          op,
          "%s in %d groups of one size".formatted(what, groups),
          name,
          x,
          "Choose a number of groups that divides " + x.shape().get(axis) + ".");
    }
  }

  /// Refuses a weight without a window for each of its inputs and outputs.
  ///
  /// @param axis which of the first two must have `extent`; the other one is `out`
  static void checkWeight(FusedOp op, List<Window> windows, int axis, long extent, Tensor w) {
    boolean fits = w.rank() == windows.size() + 2 && w.shape().get(axis) == extent;
    var needed = new StringBuilder(axis == 0 ? "W (" + extent + ", out" : "W (out, " + extent);
    for (int i = 0; i < windows.size(); i++) {
      fits = fits && w.shape().get(i + 2) == windows.get(i).size();
      needed.append(", ").append(windows.get(i).size());
    }
    if (!fits) {
      throw Operands.misfit(
          op, needed + ")", "W", w, "Give it a window for each pair of channels.");
    }
  }

  static void checkBias(FusedOp op, long out, Tensor... inputs) {
    if (inputs.length > 2 && !inputs[2].shape().equals(Shape.of(out))) {
      throw Operands.misfit(
          op, "b (" + out + ")", "b", inputs[2], "Give it one value for each output.");
    }
  }

  /// Reads the windows into columns, and multiplies W with them.
  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = Sliding.padded(inputs[0], windows, 0);
    var w = inputs[1];
    long samples = x.shape().get(0);
    long channels = x.shape().get(1);
    long out = w.shape().get(0);
    var counts = Sliding.counts(this, inputs[0], windows);
    var places = Sliding.places(x.device(), windows, Sliding.spatial(x.shape()), counts);
    long rows = channels / groups * places.shape().get(0);
    var columns =
        Sliding.read(Sliding.lines(x), places)
            .reshape(samples, groups, rows, places.shape().get(1));
    var y =
        w.reshape(groups, out / groups, rows)
            .matmul(columns) // (N, groups, out / groups, O)
            .reshape(Sliding.shape(samples, out, counts));
    return new Tensor[] {withBias(y, inputs)};
  }

  static Tensor withBias(Tensor y, Tensor... inputs) {
    return inputs.length > 2 ? y.plus(Standard.alongChannels(inputs[2], y.rank())) : y;
  }
}
