package io.ligature.op;

import io.ligature.Tensor;

/// The sigmoid linear unit, also called swish.
///
/// ```text
/// y = x / (1 + e⁻ˣ)
/// ```
///
/// @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel (2016), section 2</a>
public record Silu() implements FusedOp {
  /// The only one.
  public static final Silu OP = new Silu();

  @Override
  public String label() {
    return "silu";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.real(this, inputs);
    return Operands.type(inputs[0].type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    return new Tensor[] {inputs[0].times(inputs[0].sigmoid())};
  }
}
