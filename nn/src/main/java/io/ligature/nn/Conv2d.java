package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.Window;
import org.jspecify.annotations.Nullable;

/// A convolution of images: weighted sums of what a sliding window reads.
///
/// ```text
/// y[n, m, o, p] = b[m] + sum over c, k, l of W[m, c, k, l] x[n, c, o + k, p + l]      stride 1, without padding
///
/// x (N, in, H, W), or (in, H, W) for one sample      y (N, out, rows, columns)
/// weight W (out, in / groups, kH, kW)   bias b (out)
/// ```
///
/// A [Window] for each axis says how large the kernel is, and stride, padding and dilation:
///
/// ```text
/// new Conv2d(3, 16, 5)                                       5 x 5
/// new Conv2d(3, 16, Window.of(3).stride(2).padding(1))       3 x 3, half as many rows and columns
/// new Conv2d(3, 16, Window.of(3).same())                     as many
/// ```
///
/// Both parameters begin uniform between -1/√f and 1/√f, f = kH · kW · in / groups, as in PyTorch.
///
/// @see io.ligature.op.Conv
/// @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio and Haffner (1998)</a>
public class Conv2d extends Block {
  private final Convolution convolution;
  private Parameter weight;
  private @Nullable Parameter bias;

  /// Makes a convolution with a bias that moves one element at a time, without padding.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param size rows and columns of the kernel
  /// @throws IllegalArgumentException if a number is outside its range
  public Conv2d(long in, long out, long size) {
    this(in, out, Window.of(size));
  }

  /// Makes a convolution with a bias.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param both the window of rows, and of columns
  /// @throws IllegalArgumentException if a number is outside its range
  public Conv2d(long in, long out, Window both) {
    this(in, out, both, both, 1, true);
  }

  /// Makes a convolution.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param groups parts of one size that channels and outputs are cut into; each part of the
  ///   outputs reads one of the channels
  /// @param hasBias whether there is a `b`
  /// @throws IllegalArgumentException if a number is outside its range, or `groups` does not divide
  ///   `in` and `out`
  public Conv2d(long in, long out, Window rows, Window columns, long groups, boolean hasBias) {
    this(Convolution.of(Channels.check("Conv2d", in), out, groups, rows, columns), hasBias);
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  Conv2d(Convolution convolution, boolean hasBias) {
    this.convolution = convolution;
    weight = param("weight", convolution.weight());
    bias = hasBias ? param("bias", convolution.bias(weight)) : null;
  }

  /// {@return `W`}
  public final Parameter weight() {
    return weight.slot();
  }

  /// {@return `b`}
  ///
  /// @throws IllegalStateException if the layer was made without
  public final Parameter bias() {
    return Absent.check(this, "bias", bias);
  }

  @Override
  protected void infer(Tensor x) {
    convolution.infer(x, weight.slot());
  }

  @Override
  protected Tensor forward(Tensor x) {
    return convolution.apply(x, weight, bias);
  }

  @Override
  protected String describe() {
    return convolution.describe(this, weight.slot(), bias != null);
  }
}
