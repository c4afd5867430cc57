package io.ligature.op;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.Arrays;

/// What the normalisations have in common.
final class Standard {
  private Standard() {}

  /// {@return (x - mean) / √(variance + eps), both over the same axes, the variance biased}
  static Tensor of(Tensor x, double eps, int... axes) {
    var centred = x.minus(x.mean(true, axes));
    var variance = centred.times(centred).mean(true, axes);
    return centred.times(variance.plus(eps).rsqrt());
  }

  static void checkEps(String name, double eps) {
    if (!(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s needs an eps of 0 or more, and finite; found %s.".formatted(name, eps));
    }
  }

  /// Refuses parameters that are not one number for each of the last axes' elements, or for each
  /// channel.
  static void checkParameters(
      FusedOp op, Shape needed, String remedy, int first, Tensor... inputs) {
    for (int i = first; i < inputs.length; i++) {
      if (!inputs[i].shape().equals(needed)) {
        var name = i == first ? "w" : "b";
        throw Operands.misfit(op, name + " " + Operands.extents(needed), name, inputs[i], remedy);
      }
    }
  }

  /// {@return a number a channel, so that it broadcasts against (N, C, ...)}
  static Tensor alongChannels(Tensor perChannel, int rank) {
    var extents = new long[rank];
    Arrays.fill(extents, 1);
    extents[1] = perChannel.size();
    return perChannel.reshape(extents);
  }
}
