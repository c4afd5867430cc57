package io.ligature.nn.train;

/// A loss or a gradient that is NaN or infinite. The weights are those before the step.
public final class DivergedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final long step;
  private final String path;

  DivergedException(long step, String path, String message) {
    super(message);
    this.step = step;
    this.path = path;
  }

  /// {@return the number of the step that was not done, from 1}
  public long step() {
    return step;
  }

  /// {@return the path of the layer or the parameter where it began; empty if that is outside the
  /// model}
  public String path() {
    return path;
  }
}
