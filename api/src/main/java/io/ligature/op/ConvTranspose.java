package io.ligature.op;

import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.List;

/// A transposed convolution: every element writes a weighted window, and they add up.
///
/// ```text
/// y[n, g · out / groups + m, i] = b[g · out / groups + m] + sum over c, k, o of W[c, m, k] x[n, c, o]
///                                 where i = o · stride - before + k · dilation, and c is in group g
///
/// x (N, C, counts)   W (C, out / groups, sizes)   b (out), may be left out   y (N, out, extents)
/// extent = (count - 1) stride + reach - before - after + extra
/// ```
///
/// This is the gradient of the [Conv] with the same windows with respect to its operand: `counts`
/// and `extents` change places, and `extra` says which of the `stride` extents with so many windows
/// is meant.
///
/// @param windows one for each axis behind samples and channels
/// @param extra elements behind the last that windows reach, for each axis: 0 to max(stride,
///   dilation) - 1
/// @param groups how many, 1 or more; divides C and out
/// @see <a href="https://doi.org/10.1109/CVPR.2010.5539957">Zeiler, Krishnan, Taylor and Fergus
///   (2010)</a>
/// @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin and Visin (2016), chapter 4</a>
public record ConvTranspose(List<Window> windows, List<Long> extra, long groups)
    implements FusedOp {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if there is no window or no group, or `extra` is out of range
  public ConvTranspose {
    windows = Sliding.checked("ConvTranspose", windows);
    extra = List.copyOf(extra);
    var name = Sliding.label("ConvTranspose", windows);
    Conv.checkGroups(name, groups);
    if (extra.size() != windows.size()) {
      throw new IllegalArgumentException(
          "%s needs an extra for each of its %d windows; found %d."
              .formatted(name, windows.size(), extra.size()));
    }
    for (int i = 0; i < extra.size(); i++) {
      long most = Math.max(windows.get(i).stride(), windows.get(i).dilation()) - 1;
      if (extra.get(i) < 0 || extra.get(i) > most) {
        throw new IllegalArgumentException(
            "%s needs an extra of 0 to %d, below its stride or dilation; found %d."
                .formatted(name, most, extra.get(i)));
      }
    }
  }

  @Override
  public String label() {
    return Sliding.label("ConvTranspose", windows);
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    var x = inputs[0];
    var w = inputs[1];
    Operands.real(this, inputs);
    Sliding.checkRank(this, x, windows.size());
    Conv.checkGrouped(this, "channels", groups, "x", x, 1);
    Conv.checkWeight(this, windows, 0, x.shape().get(1), w);
    long out = w.shape().get(1) * groups;
    Conv.checkBias(this, out, inputs);
    return Operands.type(x.dtype(), Sliding.shape(x.shape().get(0), out, extents(x)));
  }

  private long[] extents(Tensor x) {
    var extents = new long[windows.size()];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = windows.get(i).covered(x.shape().get(i + 2)) + extra.get(i);
      if (x.shape().get(i + 2) == 0 || extents[i] < 1) {
        throw Operands.misfit(
            this,
            "x of which something is left without its padding",
            "x",
            x,
            "Give it more elements, or less padding.");
      }
    }
    return extents;
  }

  /// Multiplies W with every element, and adds the windows up where they go.
  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = inputs[0];
    var w = inputs[1];
    long samples = x.shape().get(0);
    long channels = x.shape().get(1);
    long out = w.shape().get(1) * groups;
    var counts = Sliding.spatial(x.shape());
    var whole = whole(extents(x));
    var places = Sliding.places(x.device(), windows, whole, counts);
    long rows = w.shape().get(1) * places.shape().get(0);
    var columns =
        w.reshape(groups, channels / groups, rows)
            .transpose(1, 2)
            .matmul(x.reshape(samples, groups, channels / groups, places.shape().get(1)))
            .reshape(samples * out, places.size());
    var type = new TensorType(x.dtype(), Shape.of(samples * out, Sliding.product(whole)));
    var nothing = Dispatch.create(x.device(), new Op.Fill(type, (Number) 0.0));
    var add = new Op.Scatter(Op.ScatterMode.ADD, 1);
    var y =
        Dispatch.execute(add, nothing, Sliding.along(nothing, places), columns)
            .reshape(Sliding.shape(samples, out, whole));
    return new Tensor[] {Conv.withBias(cropped(y), inputs)};
  }

  /// {@return extents with their padding}
  private long[] whole(long[] extents) {
    for (int i = 0; i < extents.length; i++) {
      extents[i] += windows.get(i).before() + windows.get(i).after();
    }
    return extents;
  }

  private Tensor cropped(Tensor y) {
    for (int i = 0; i < windows.size(); i++) {
      var window = windows.get(i);
      long kept = y.shape().get(i + 2) - window.before() - window.after();
      y = y.narrow(i + 2, window.before(), kept);
    }
    return y;
  }
}
