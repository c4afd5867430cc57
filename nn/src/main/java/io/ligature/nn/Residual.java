package io.ligature.nn;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// A block, and a way around it.
///
/// ```text
/// y = x + f(x)      or      y = s(x) + f(x)
/// ```
///
/// @see <a href="https://arxiv.org/abs/1512.03385">He, Zhang, Ren and Sun (2015), eq. 1 and 2</a>
public final class Residual extends Block {
  private Block inner;
  private Block shortcut;

  /// Leads the input around a block as it is.
  ///
  /// @param inner `f`, whose results have the shape of its inputs
  public Residual(Block inner) {
    this(inner, new Identity());
  }

  /// Leads the input around a block through another one.
  ///
  /// @param inner `f`
  /// @param shortcut `s`, whose results have the shape of those of `f`
  public Residual(Block inner, Block shortcut) {
    this.inner = child("inner", inner);
    this.shortcut = child("shortcut", shortcut);
  }

  @Override
  protected Tensor forward(Tensor x) {
    var around = shortcut.apply(x);
    var through = inner.apply(x);
    if (!around.shape().equals(through.shape())) {
      throw new ShapeException(
          "Residual needs two results of one shape; found %s of the shortcut and %s of the inner block, for x %s. Give it a shortcut of the inner block's shape."
              .formatted(around.shape(), through.shape(), x.shape()));
    }
    return around.plus(through);
  }
}
