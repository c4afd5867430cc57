package io.ligature.op;

import io.ligature.Tensor;

/// The last axes brought to a root mean square of 1, then scaled element by element.
///
/// ```text
/// y = x / √(mean(x²) + eps) w      mean over the last axes
///
/// x (..., over)   w (over), may be left out
/// ```
///
/// @param axes how many of the last axes, 1 or more
/// @param eps keeps the divisor from 0
/// @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich (2019), eq. 4</a>
public record RmsNorm(int axes, double eps) implements FusedOp {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if there is no axis, or `eps` is negative or not finite
  public RmsNorm {
    LayerNorm.checkAxes("RMSNorm", axes);
    Standard.checkEps("RMSNorm", eps);
  }

  @Override
  public String label() {
    return "RMSNorm";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.real(this, inputs);
    var over = LayerNorm.over(this, axes, inputs[0]);
    Standard.checkParameters(
        this, over, "Give one number for each element of the last axes of x.", 1, inputs);
    return Operands.type(inputs[0].type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = inputs[0];
    var square = x.times(x).mean(true, LayerNorm.last(axes));
    var y = x.times(square.plus(eps).rsqrt());
    return new Tensor[] {inputs.length > 1 ? y.times(inputs[1]) : y};
  }
}
