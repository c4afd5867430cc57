package io.ligature.nn;

import io.ligature.Tensor;

/// The gated linear unit: one half of an axis lets the other through.
///
/// ```text
/// y = a σ(b)      a, b the halves of x
/// ```
///
/// @see <a href="https://arxiv.org/abs/1612.08083">Dauphin et al. (2017)</a>
public final class GLU extends Block {
  private final int axis;

  /// Makes the layer.
  ///
  /// @param axis to halve; -1 is the last
  public GLU(int axis) {
    this.axis = axis;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.glu(axis);
  }

  @Override
  protected String describe() {
    return "GLU(" + axis + ")";
  }
}
