package io.ligature.nn.optim;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Parameter;

/// Parameters a and b, float64 scalars at first 1 and 2; the result is a x.
final class Net extends Block {
  final Parameter a = Parameter.of(Tensor.of(1.0));
  final Parameter b = Parameter.of(Tensor.of(2.0));

  @Override
  protected Tensor forward(Tensor x) {
    return x.times(a.value());
  }

  double a() {
    return a.data().item();
  }

  double b() {
    return b.data().item();
  }

  /// Sets the gradients; NaN stands for none.
  Net gradients(double ofA, double ofB) {
    set(a, ofA);
    set(b, ofB);
    return this;
  }

  private static void set(Parameter parameter, double gradient) {
    parameter.zeroGrad();
    if (!Double.isNaN(gradient)) {
      parameter.grad(Tensor.of(gradient));
    }
  }
}
