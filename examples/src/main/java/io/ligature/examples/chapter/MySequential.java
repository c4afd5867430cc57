package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import java.util.List;

/// Layers one after the other.
class MySequential extends Block {
  final List<Block> layers; // a plain List is registered: layers.0, layers.1, ...

  MySequential(Block... layers) {
    this.layers = List.of(layers);
  }

  @Override
  protected Tensor forward(Tensor x) {
    for (var layer : layers) x = layer.apply(x);
    return x;
  }
}
