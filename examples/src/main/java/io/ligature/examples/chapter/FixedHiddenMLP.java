package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Buffer;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;

/// A layer used twice, a matrix that is never trained, and a loop that looks at values.
class FixedHiddenMLP extends Block {
  final Buffer randWeight = Buffer.of(Tensor.rand(20, 20)); // saved and moved, never trained
  final Linear linear = new LazyLinear(20);

  @Override
  protected Tensor forward(Tensor x) {
    x = linear.apply(x);
    x = x.matmul(randWeight.value()).plus(1).relu();
    x = linear.apply(x); // the same layer again: its parameters are shared
    while (x.abs().sum().item() > 1) x = x.div(2);
    return x.sum();
  }
}
