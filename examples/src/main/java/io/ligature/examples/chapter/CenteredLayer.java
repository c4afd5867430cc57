package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.nn.Block;

/// Subtracts the mean; has no parameters.
class CenteredLayer extends Block {
  @Override
  protected Tensor forward(Tensor x) {
    return x.minus(x.mean());
  }
}
