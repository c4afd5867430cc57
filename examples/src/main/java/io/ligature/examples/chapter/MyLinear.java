package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Parameter;

/// A dense layer with its own parameters.
class MyLinear extends Block {
  final Parameter weight, bias;

  MyLinear(int in, int units) {
    weight = Parameter.of(Tensor.randn(in, units));
    bias = Parameter.of(Tensor.randn(units));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.matmul(weight.value()).plus(bias.value()).relu(); // value() is tracked, data() is not
  }
}
