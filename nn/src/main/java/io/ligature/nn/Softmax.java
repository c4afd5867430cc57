package io.ligature.nn;

import io.ligature.Tensor;

/// Numbers along an axis as probabilities.
///
/// ```text
/// y[i] = e^x[i] / sum over j of e^x[j]
/// ```
///
/// In front of [io.ligature.nn.loss.CrossEntropyLoss] leave it out.
public final class Softmax extends Block {
  private final int axis;

  /// Makes the layer.
  ///
  /// @param axis along which probabilities sum to 1; -1 is the last
  public Softmax(int axis) {
    this.axis = axis;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.softmax(axis);
  }

  @Override
  protected String describe() {
    return "Softmax(" + axis + ")";
  }
}
