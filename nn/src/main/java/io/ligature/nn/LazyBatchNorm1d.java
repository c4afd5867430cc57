package io.ligature.nn;

import io.ligature.Shape;

/// A [BatchNorm1d] whose number of channels its first input decides.
public final class LazyBatchNorm1d extends BatchNorm1d {
  /// Makes the layer with the options [BatchNormOptions#DEFAULT].
  public LazyBatchNorm1d() {
    this(BatchNormOptions.DEFAULT);
  }

  /// Makes the layer.
  public LazyBatchNorm1d(BatchNormOptions options) {
    super(Shape.partial(Shape.UNKNOWN), options);
  }
}
