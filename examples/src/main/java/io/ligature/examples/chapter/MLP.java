package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;

/// Two dense layers.
class MLP extends Block {
  final Linear hidden = new LazyLinear(256), output = new LazyLinear(10);

  @Override
  protected Tensor forward(Tensor x) {
    return output.apply(hidden.apply(x).relu());
  }
}
