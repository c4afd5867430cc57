package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.Window;
import org.jspecify.annotations.Nullable;

/// A convolution of sequences: weighted sums of what a sliding window reads.
///
/// ```text
/// y[n, m, o] = b[m] + sum over c, k of W[m, c, k] x[n, c, o + k]      stride 1, without padding
///
/// x (N, in, L), or (in, L) for one sample      y (N, out, count)
/// weight W (out, in / groups, size)   bias b (out)
/// ```
///
/// A [Window] says how large the kernel is, and stride, padding and dilation:
///
/// ```text
/// new Conv1d(3, 16, Window.of(3).stride(2).padding(1))       half as many elements
/// new Conv1d(3, 16, Window.of(3).same())                     as many
/// ```
///
/// Both parameters begin uniform between -1/√f and 1/√f, f = size · in / groups, as in PyTorch.
///
/// @see io.ligature.op.Conv
/// @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio and Haffner (1998)</a>
public class Conv1d extends Block {
  private final Convolution convolution;
  private Parameter weight;
  private @Nullable Parameter bias;

  /// Makes a convolution with a bias that moves one element at a time, without padding.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param size of the kernel
  /// @throws IllegalArgumentException if a number is outside its range
  public Conv1d(long in, long out, long size) {
    this(in, out, Window.of(size));
  }

  /// Makes a convolution with a bias.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @throws IllegalArgumentException if a number is outside its range
  public Conv1d(long in, long out, Window window) {
    this(in, out, window, 1, true);
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
  public Conv1d(long in, long out, Window window, long groups, boolean hasBias) {
    this(Convolution.of(Channels.check("Conv1d", in), out, groups, window), hasBias);
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  Conv1d(Convolution convolution, boolean hasBias) {
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
