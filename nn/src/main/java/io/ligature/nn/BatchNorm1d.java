package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// The channels of rows or sequences brought to mean 0 and variance 1 over a batch, then scaled and
/// shifted.
///
/// ```text
/// y = (x - m[c]) / √(v[c] + eps) w[c] + b[c]
///
/// training:   m = E[x], v = Var[x] over all axes but the channels; Var is biased
/// inference:  m = running_mean, v = running_var
///
/// x (N, C) or (N, C, L)   weight w (C), begins at 1   bias b (C), begins at 0
/// ```
///
/// Every batch in training enters the statistics for inference, the buffers `running_mean` and
/// `running_var` (C), with an unbiased variance, and is counted in `num_batches_tracked`:
///
/// ```text
/// running = (1 - momentum) running + momentum new      begins at 0 for the mean, 1 for the variance
/// ```
///
/// @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy (2015)</a>
public class BatchNorm1d extends Block {
  private final Batchwise batchwise;
  private @Nullable Parameter weight;
  private @Nullable Parameter bias;
  private transient @Nullable Running running; // registered, buffer by buffer

  /// Makes the layer with the options [BatchNormOptions#DEFAULT].
  ///
  /// @param channels the extent of axis 1
  /// @throws IllegalArgumentException if it is negative
  public BatchNorm1d(long channels) {
    this(channels, BatchNormOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @param channels the extent of axis 1
  /// @throws IllegalArgumentException if it is negative
  public BatchNorm1d(long channels, BatchNormOptions options) {
    this(Batchwise.channels("BatchNorm1d", channels), options);
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  BatchNorm1d(Shape channels, BatchNormOptions options) {
    batchwise = Batchwise.sequences(channels, options);
    weight = batchwise.parameter(Init.ones());
    bias = batchwise.parameter(Init.zeros());
    running = batchwise.running();
    if (weight != null && bias != null) {
      param("weight", weight);
      param("bias", bias);
    }
    if (running != null) {
      buffer("running_mean", running.mean());
      buffer("running_var", running.variance());
      buffer("num_batches_tracked", running.count());
    }
  }

  /// {@return `w`}
  ///
  /// @throws IllegalStateException if the layer was made without
  public final Parameter weight() {
    return Absent.check(this, "weight", weight);
  }

  /// {@return `b`}
  ///
  /// @throws IllegalStateException if the layer was made without
  public final Parameter bias() {
    return Absent.check(this, "bias", bias);
  }

  @Override
  protected void infer(Tensor x) {
    batchwise.infer(x, weight, bias, running);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return batchwise.apply(this, x, weight, bias, running);
  }

  @Override
  protected String describe() {
    return batchwise.describe(this, weight, running);
  }
}
