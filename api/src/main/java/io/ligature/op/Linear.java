package io.ligature.op;

import io.ligature.Tensor;

/// The affine map of the last axis, and perhaps an activation.
///
/// ```text
/// y = f(x Wᵀ + b)      x (..., in)   W (out, in)   b (out), may be left out   y (..., out)
/// ```
///
/// @param activation `f`
public record Linear(Activation activation) implements FusedOp {
  /// Without activation.
  public static final Linear OP = new Linear(Activation.NONE);

  /// Functions whose slope can be told from their result.
  public enum Activation {
    /// f(z) = z
    NONE,
    /// f(z) = max(z, 0)
    RELU,
    /// f(z) = 1 / (1 + e to the -z)
    SIGMOID,
    /// f(z) = tanh(z)
    TANH
  }

  @Override
  public String label() {
    return "Linear";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    var x = inputs[0];
    var w = inputs[1];
    Operands.real(this, inputs);
    Operands.rank(this, "W (out, in)", "W", w, 2);
    long in = w.shape().get(1);
    if (x.rank() == 0 || x.shape().get(-1) != in) {
      throw Operands.misfit(
          this,
          "x (..., " + in + ")",
          "x",
          x,
          "Reshape x, or build the layer for its last extent.");
    }
    long out = w.shape().get(0);
    if (inputs.length > 2 && (inputs[2].rank() != 1 || inputs[2].size() != out)) {
      throw Operands.misfit(
          this, "b (" + out + ")", "b", inputs[2], "Give it one value for each row of W.");
    }
    return Operands.type(x.dtype(), x.shape().with(-1, out));
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var product = inputs[0].matmul(inputs[1].t());
    var z = inputs.length > 2 ? product.plus(inputs[2]) : product;
    var y =
        switch (activation) {
          case NONE -> z;
          case RELU -> z.relu();
          case SIGMOID -> z.sigmoid();
          case TANH -> z.tanh();
        };
    return new Tensor[] {y};
  }
}
