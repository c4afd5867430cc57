package io.ligature.op;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import java.util.List;

/// Numbers along an axis as probabilities.
///
/// ```text
/// y[i] = e^(x[i] - m) / sum over j of e^(x[j] - m)      m = max over j of x[j], so that e^... is at most 1
/// ```
///
/// @param axis counted from the front
public record Softmax(int axis) implements FusedOp {
  @Override
  public String label() {
    return "softmax";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.real(this, inputs);
    inputs[0].shape().axis(axis);
    return Operands.type(inputs[0].type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var e = inputs[0].minus(largest(inputs[0], axis)).exp();
    return new Tensor[] {e.div(total(e, axis))};
  }

  /// {@return the largest along an axis, which stays with extent 1; a constant, as results do not
  /// depend on it}
  static Tensor largest(Tensor x, int axis) {
    if (x.size() == 0) {
      return x.detach(); // has no largest, and none is needed
    }
    return Dispatch.execute(new Op.Reduce(Op.Reduction.MAX, List.of(axis)), x.detach());
  }

  static Tensor total(Tensor x, int axis) {
    return Dispatch.execute(new Op.Reduce(Op.Reduction.SUM, List.of(axis)), x);
  }
}
