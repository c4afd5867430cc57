package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A transposed convolution of sequences: every element writes a weighted window, and they add up.
///
/// ```text
/// y[n, m, i] = b[m] + sum over c, o, k of W[c, m, k] x[n, c, o]
///                     where i = o · stride - before + k · dilation
///
/// x (N, in, L), or (in, L) for one sample      y (N, out, extent)
/// weight W (in, out / groups, size)   bias b (out)
/// extent = (L - 1) stride + dilation (size - 1) + 1 - before - after + extra
/// ```
///
/// It takes back the shapes of the [Conv1d] with the same windows: with a stride of 2 it doubles
/// the extent. A [Window] says how large the kernel is, and stride, padding and dilation; padding
/// is what is cut off the result.
///
/// Both parameters begin uniform between -1/√f and 1/√f, f = size · out / groups, as in PyTorch.
///
/// @see io.ligature.op.ConvTranspose
/// @see <a href="https://doi.org/10.1109/CVPR.2010.5539957">Zeiler, Krishnan, Taylor and Fergus
///   (2010)</a>
public class ConvTranspose1d extends Block {
  private final Convolution convolution;
  private Parameter weight;
  private @Nullable Parameter bias;

  /// Makes the layer with a bias, a stride of 1 and without padding.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param size of the kernel
  /// @throws IllegalArgumentException if a number is outside its range
  public ConvTranspose1d(long in, long out, long size) {
    this(in, out, Window.of(size), 0);
  }

  /// Makes the layer with a bias.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param extra elements added behind, which a stride cannot tell: 0 to max(stride, dilation) - 1
  /// @throws IllegalArgumentException if a number is outside its range
  public ConvTranspose1d(long in, long out, Window window, long extra) {
    this(in, out, window, extra, 1, true);
  }

  /// Makes the layer.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param extra elements added behind: 0 to max(stride, dilation) - 1
  /// @param groups parts of one size that channels and outputs are cut into
  /// @param hasBias whether there is a `b`
  /// @throws IllegalArgumentException if a number is outside its range, or `groups` does not divide
  ///   `in` and `out`
  public ConvTranspose1d(
      long in, long out, Window window, long extra, long groups, boolean hasBias) {
    this(
        Convolution.transposed(
            Channels.check("ConvTranspose1d", in), out, groups, List.of(extra), window),
        hasBias);
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  ConvTranspose1d(Convolution convolution, boolean hasBias) {
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
