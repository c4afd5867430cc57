package io.ligature.nn;

import io.ligature.Tensor;

/// The logarithm of [Softmax], without computing it.
///
/// ```text
/// y[i] = x[i] - log(sum over j of e^x[j])
/// ```
///
/// Goes with [io.ligature.nn.loss.NLLLoss].
public final class LogSoftmax extends Block {
  private final int axis;

  /// Makes the layer.
  ///
  /// @param axis along which probabilities sum to 1; -1 is the last
  public LogSoftmax(int axis) {
    this.axis = axis;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.logSoftmax(axis);
  }

  @Override
  protected String describe() {
    return "LogSoftmax(" + axis + ")";
  }
}
