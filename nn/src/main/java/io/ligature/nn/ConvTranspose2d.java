package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.op.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A transposed convolution of images: every element writes a weighted window, and they add up.
///
/// ```text
/// y[n, m, i, j] = b[m] + sum over c, o, p, k, l of W[c, m, k, l] x[n, c, o, p]
///                        where i = o · stride - before + k · dilation, and so for j, p and l
///
/// x (N, in, H, W), or (in, H, W) for one sample      y (N, out, rows, columns)
/// weight W (in, out / groups, kH, kW)   bias b (out)
/// rows = (H - 1) stride + dilation (kH - 1) + 1 - before - after + extra      columns alike
/// ```
///
/// It takes back the shapes of the [Conv2d] with the same windows: with a stride of 2 it doubles
/// rows and columns. A [Window] for each axis says how large the kernel is, and stride, padding and
/// dilation; padding is what is cut off the result.
///
/// Both parameters begin uniform between -1/√f and 1/√f, f = kH · kW · out / groups, as in PyTorch.
///
/// @see io.ligature.op.ConvTranspose
/// @see <a href="https://doi.org/10.1109/CVPR.2010.5539957">Zeiler, Krishnan, Taylor and Fergus
///   (2010)</a>
public class ConvTranspose2d extends Block {
  private final Convolution convolution;
  private Parameter weight;
  private @Nullable Parameter bias;

  /// Makes the layer with a bias, a stride of 1 and without padding.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param size rows and columns of the kernel
  /// @throws IllegalArgumentException if a number is outside its range
  public ConvTranspose2d(long in, long out, long size) {
    this(in, out, Window.of(size), 0);
  }

  /// Makes the layer with a bias.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param both the window of rows, and of columns
  /// @param extra rows and columns added behind, which a stride cannot tell: 0 to max(stride,
  ///   dilation) - 1
  /// @throws IllegalArgumentException if a number is outside its range
  public ConvTranspose2d(long in, long out, Window both, long extra) {
    this(in, out, both, both, extra, extra, 1, true);
  }

  /// Makes the layer.
  ///
  /// @param in channels of an input
  /// @param out channels of a result
  /// @param extraRows added behind: 0 to max(stride, dilation) - 1
  /// @param extraColumns added behind: 0 to max(stride, dilation) - 1
  /// @param groups parts of one size that channels and outputs are cut into
  /// @param hasBias whether there is a `b`
  /// @throws IllegalArgumentException if a number is outside its range, or `groups` does not divide
  ///   `in` and `out`
  public ConvTranspose2d(
      long in,
      long out,
      Window rows,
      Window columns,
      long extraRows,
      long extraColumns,
      long groups,
      boolean hasBias) {
    this(
        Convolution.transposed(
            Channels.check("ConvTranspose2d", in),
            out,
            groups,
            List.of(extraRows, extraColumns),
            rows,
            columns),
        hasBias);
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  ConvTranspose2d(Convolution convolution, boolean hasBias) {
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
