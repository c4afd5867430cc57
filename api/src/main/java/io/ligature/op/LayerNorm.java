package io.ligature.op;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The last axes brought to mean 0 and variance 1, then scaled and shifted element by element.
///
/// ```text
/// y = (x - E[x]) / √(Var[x] + eps) w + b      E, Var over the last axes; Var is biased
///
/// x (..., over)   w (over), may be left out   b (over), may be left out
/// ```
///
/// @param axes how many of the last axes, 1 or more
/// @param eps keeps the divisor from 0
/// @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton (2016)</a>
public record LayerNorm(int axes, double eps) implements FusedOp {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if there is no axis, or `eps` is negative or not finite
  public LayerNorm {
    checkAxes("LayerNorm", axes);
    Standard.checkEps("LayerNorm", eps);
  }

  @Override
  public String label() {
    return "LayerNorm";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.real(this, inputs);
    var over = over(this, axes, inputs[0]);
    Standard.checkParameters(
        this, over, "Give one number for each element of the last axes of x.", 1, inputs);
    return Operands.type(inputs[0].type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var y = Standard.of(inputs[0], eps, last(axes));
    if (inputs.length > 1) {
      y = y.times(inputs[1]);
    }
    return new Tensor[] {inputs.length > 2 ? y.plus(inputs[2]) : y};
  }

  static void checkAxes(String name, int axes) {
    if (axes < 1) {
      throw new IllegalArgumentException(
          "%s normalises over one axis or more; found %d.".formatted(name, axes));
    }
  }

  /// {@return the extents of the last axes}
  static Shape over(FusedOp op, int axes, Tensor x) {
    if (x.rank() < axes) {
      throw Operands.misfit(
          op, "x of " + axes + " axes or more", "x", x, "Reshape it, or normalise over fewer.");
    }
    return Shape.of(Arrays.copyOfRange(x.shape().toArray(), x.rank() - axes, x.rank()));
  }

  /// {@return the last axes, counted from the end}
  static int[] last(int axes) {
    return IntStream.range(-axes, 0).toArray();
  }
}
