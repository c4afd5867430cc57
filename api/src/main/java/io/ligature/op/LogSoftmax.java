package io.ligature.op;

import io.ligature.Tensor;

/// The logarithm of [Softmax], without computing it.
///
/// ```text
/// y[i] = x[i] - m - log(sum over j of e^(x[j] - m))      m = max over j of x[j]
/// ```
///
/// @param axis counted from the front
public record LogSoftmax(int axis) implements FusedOp {
  @Override
  public String label() {
    return "logSoftmax";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.real(this, inputs);
    inputs[0].shape().axis(axis);
    return Operands.type(inputs[0].type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    return new Tensor[] {of(inputs[0], axis)};
  }

  static Tensor of(Tensor x, int axis) {
    var below = x.minus(Softmax.largest(x, axis));
    return below.minus(Softmax.total(below.exp(), axis).log());
  }
}
