package io.ligature.op;

import io.ligature.Tensor;

/// The Gaussian error linear unit.
///
/// ```text
/// y = x/2 (1 + erf(x / √2))
/// y = x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))      the approximation
/// ```
///
/// @param approximate whether by tanh
/// @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel (2016), section 2</a>
public record Gelu(boolean approximate) implements FusedOp {
  /// The exact one.
  public static final Gelu EXACT = new Gelu(false);

  /// The approximation.
  public static final Gelu TANH = new Gelu(true);

  @Override
  public String label() {
    return "gelu";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.real(this, inputs);
    return Operands.type(inputs[0].type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = inputs[0];
    var inner =
        approximate
            ? x.plus(x.times(x).times(x).times(0.044715)).times(Math.sqrt(2 / Math.PI)).tanh()
            : x.times(Math.sqrt(0.5)).erf();
    return new Tensor[] {x.times(0.5).times(inner.plus(1))};
  }
}
