package io.ligature.op;

import io.ligature.Shape;
import io.ligature.Tensor;

/// Channels brought to mean 0 and variance 1 by statistics that are given, then scaled and shifted:
/// what takes the place of [BatchNorm] in inference.
///
/// ```text
/// y = (x - m[c]) / √(v[c] + eps) w[c] + b[c]
///
/// x (N, C, ...)   m (C)   v (C)   w (C) and b (C), may be left out together   y (N, C, ...)
/// ```
///
/// @param eps keeps the divisor from 0
/// @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy (2015), algorithm 2</a>
public record BatchNormInference(double eps) implements FusedOp {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if `eps` is negative or not finite
  public BatchNormInference {
    Standard.checkEps("BatchNormInference", eps);
  }

  @Override
  public String label() {
    return "BatchNormInference";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    BatchNorm.checkChannels(this, inputs);
    var needed = Shape.of(inputs[0].shape().get(1));
    for (int i = 1; i < inputs.length; i++) {
      if (!inputs[i].shape().equals(needed)) {
        var name = new String[] {"m", "v", "w", "b"}[i - 1];
        throw Operands.misfit(
            this,
            name + " " + Operands.extents(needed),
            name,
            inputs[i],
            "Give one number a channel.");
      }
    }
    return Operands.type(inputs[0].type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    int rank = inputs[0].rank();
    var mean = Standard.alongChannels(inputs[1], rank);
    var scale = Standard.alongChannels(inputs[2], rank).plus(eps).rsqrt();
    return new Tensor[] {BatchNorm.affine(inputs[0].minus(mean).times(scale), 3, inputs)};
  }
}
