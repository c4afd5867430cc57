package io.ligature.op;

import io.ligature.Shape;
import io.ligature.Tensor;

/// Groups of channels brought to mean 0 and variance 1, then each channel scaled and shifted.
///
/// ```text
/// y = (x - E[x]) / √(Var[x] + eps) w[c] + b[c]      E, Var over a group of one sample; Var is biased
///
/// x (N, C, ...)   w (C) and b (C), may be left out together
/// ```
///
/// Neighbouring channels are a group: the first C / groups, the next, and so on.
///
/// @param groups how many, 1 or more; divides C
/// @param eps keeps the divisor from 0
/// @see <a href="https://arxiv.org/abs/1803.08494">Wu and He (2018)</a>
public record GroupNorm(long groups, double eps) implements FusedOp {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if there is no group, or `eps` is negative or not finite
  public GroupNorm {
    if (groups < 1) {
      throw new IllegalArgumentException("GroupNorm needs 1 group or more; found " + groups + ".");
    }
    Standard.checkEps("GroupNorm", eps);
  }

  @Override
  public String label() {
    return "GroupNorm";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    var x = inputs[0];
    Operands.real(this, inputs);
    if (x.rank() < 2) {
      throw Operands.misfit(this, "x (N, C, ...)", "x", x, "Give it axes of samples and channels.");
    }
    long channels = x.shape().get(1);
    if (channels % groups != 0) {
      throw Operands.misfit(
          this,
          "channels in %d groups of one size".formatted(groups),
          "x",
          x,
          "Choose a number of groups that divides " + channels + ".");
    }
    Standard.checkParameters(this, Shape.of(channels), "Give one number a channel.", 1, inputs);
    return Operands.type(x.type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = inputs[0];
    long samples = x.shape().get(0);
    long members = x.shape().without(0).size() / groups;
    var y = Standard.of(x.reshape(samples, groups, members), eps, 2).reshape(x.shape());
    if (inputs.length > 1) {
      y =
          y.times(Standard.alongChannels(inputs[1], x.rank()))
              .plus(Standard.alongChannels(inputs[2], x.rank()));
    }
    return new Tensor[] {y};
  }
}
