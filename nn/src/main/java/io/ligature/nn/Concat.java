package io.ligature.nn;

import io.ligature.Tensor;

/// Blocks side by side on the same input, and their results one after the other along an axis.
///
/// ```text
/// y = cat(block_0(x), ..., block_n(x))
/// ```
///
/// Axis 1 is that of channels, as in an Inception module.
///
/// @see <a href="https://arxiv.org/abs/1409.4842">Szegedy et al. (2014), figure 2</a>
public final class Concat extends Parallel {
  private final int axis;

  /// Puts blocks side by side, named 0, 1, ...
  ///
  /// @param axis counts from the end if negative
  /// @param blocks one or more
  /// @throws IllegalArgumentException if there is none
  public Concat(int axis, Block... blocks) {
    super("Concat", results -> Tensor.cat(axis, results), blocks);
    this.axis = axis;
  }

  @Override
  protected String describe() {
    return "Concat(axis %d)".formatted(axis);
  }
}
