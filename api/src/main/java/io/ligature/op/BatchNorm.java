package io.ligature.op;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.stream.IntStream;

/// Channels brought to mean 0 and variance 1 over a batch, then scaled and shifted: what is
/// computed in training.
///
/// ```text
/// y = (x - m[c]) / √(v[c] + eps) w[c] + b[c]      m = E[x], v = Var[x] over all axes but channels
///
/// x (N, C, ...)   w (C) and b (C), may be left out together   y (N, C, ...)   m (C)   v (C), biased
/// ```
///
/// The results are y, m and v. In inference [BatchNormInference] takes the place of this.
///
/// @param eps keeps the divisor from 0
/// @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy (2015), algorithm 1</a>
public record BatchNorm(double eps) implements FusedOp {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if `eps` is negative or not finite
  public BatchNorm {
    Standard.checkEps("BatchNorm", eps);
  }

  @Override
  public String label() {
    return "BatchNorm";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    var x = inputs[0];
    checkChannels(this, inputs);
    Standard.checkParameters(
        this, Shape.of(x.shape().get(1)), "Give one number a channel.", 1, inputs);
    var perChannel = new TensorType(x.dtype(), Shape.of(x.shape().get(1)));
    return new TensorType[] {x.type(), perChannel, perChannel};
  }

  static void checkChannels(FusedOp op, Tensor... inputs) {
    Operands.real(op, inputs);
    if (inputs[0].rank() < 2) {
      throw Operands.misfit(
          op, "x (N, C, ...)", "x", inputs[0], "Give it axes of samples and channels.");
    }
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = inputs[0];
    var axes = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
    var mean = x.mean(true, axes);
    var centred = x.minus(mean);
    var variance = centred.square().mean(true, axes);
    var y = affine(centred.times(variance.plus(eps).rsqrt()), 1, inputs);
    long channels = x.shape().get(1);
    return new Tensor[] {y, mean.reshape(channels), variance.reshape(channels)};
  }

  /// {@return each channel scaled and shifted}
  ///
  /// @param first which input is `w`, if there is one
  static Tensor affine(Tensor y, int first, Tensor... inputs) {
    if (inputs.length == first) {
      return y;
    }
    return y.times(Standard.alongChannels(inputs[first], y.rank()))
        .plus(Standard.alongChannels(inputs[first + 1], y.rank()));
  }
}
