package io.ligature.autograd;

import io.ligature.DType;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import io.ligature.op.TensorType;

/// A fused operation with two results, of which only the second has a gradient.
///
/// ```text
/// sides = 2 (whole numbers)      area = width height
/// ```
record Area() implements FusedOp {
  @Override
  public String label() {
    return "area";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    var type = inputs[0].type();
    return new TensorType[] {new TensorType(DType.INT64, type.shape()), type};
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var sides = inputs[0].detach().to(DType.INT64).fullLike(2);
    return new Tensor[] {sides, inputs[0].times(inputs[1])};
  }
}
