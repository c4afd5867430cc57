package io.ligature.nn;

import io.ligature.Shape;

/// A [BatchNorm2d] whose number of channels its first input decides.
public final class LazyBatchNorm2d extends BatchNorm2d {
  /// Makes the layer with the options [BatchNormOptions#DEFAULT].
  public LazyBatchNorm2d() {
    this(BatchNormOptions.DEFAULT);
  }

  /// Makes the layer.
  public LazyBatchNorm2d(BatchNormOptions options) {
    super(Shape.partial(Shape.UNKNOWN), options);
  }
}
