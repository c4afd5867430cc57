package io.ligature.examples.chapter;

/// Whose users read the chapter.
///
/// What is said of each is true of PyTorch 2, Gluon of MXNet 1.9 and 2, Flax's Linen modules, and
/// Keras 2 and 3 above TensorFlow.
enum Framework {
  PYTORCH("PyTorch"),
  GLUON("Gluon"),
  FLAX("Flax"),
  KERAS("Keras");

  private final String label;

  Framework(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
