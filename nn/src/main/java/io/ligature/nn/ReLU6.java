package io.ligature.nn;

import io.ligature.Tensor;

/// The rectifier with a ceiling.
///
/// ```text
/// y = min(max(x, 0), 6)
/// ```
///
/// @see <a href="https://www.cs.utoronto.ca/~kriz/conv-cifar10-aug2010.pdf">Krizhevsky (2010)</a>
public final class ReLU6 extends Block {
  /// Makes the layer; it has no parameters.
  public ReLU6() {}

  @Override
  protected Tensor forward(Tensor x) {
    return x.relu6();
  }
}
