package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;

/// A block in a block.
class NestMLP extends Block {
  final Sequential net =
      new Sequential(new LazyLinear(64), new ReLU(), new LazyLinear(32), new ReLU());
  final Linear linear = new LazyLinear(16);

  @Override
  protected Tensor forward(Tensor x) {
    return linear.apply(net.apply(x));
  }
}
