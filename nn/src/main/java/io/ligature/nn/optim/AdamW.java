package io.ligature.nn.optim;

import io.ligature.Tensor;
import io.ligature.nn.ParameterDict;
import java.util.List;

/// [Adam] with weight decay kept out of the moments.
///
/// ```text
/// w = w - lr weightDecay w
/// m = β1 m + (1 - β1) g        v = β2 v + (1 - β2) g²        both from 0, and t counts steps from 1
/// w = w - lr / (1 - β1ᵗ) m / (√v / √(1 - β2ᵗ) + eps)
/// ```
///
/// Weights decay by 0.01 by default. Remembers `exp_avg`, m, and `exp_avg_sq`, v.
///
/// @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter (2019)</a>
public final class AdamW extends Optimizer {
  private boolean amsgrad;
  private boolean maximize;

  /// Steps parameters with a learning rate of 0.001.
  public AdamW(ParameterDict parameters) {
    this(parameters, 1e-3);
  }

  /// Steps parameters with a learning rate.
  public AdamW(ParameterDict parameters, double lr) {
    this(List.of(new ParameterGroup(parameters)), lr);
  }

  /// Steps groups of parameters with a learning rate of 0.001, unless they have their own.
  public AdamW(List<ParameterGroup> groups) {
    this(groups, 1e-3);
  }

  /// Steps groups of parameters with a learning rate, unless they have their own.
  public AdamW(List<ParameterGroup> groups, double lr) {
    super(groups, lr, Setting.BETA1, Setting.BETA2, Setting.EPS);
    set(Setting.BETA1, 0.9);
    set(Setting.BETA2, 0.999);
    set(Setting.EPS, 1e-8);
    set(Setting.WEIGHT_DECAY, 0.01);
  }

  /// Sets how much of the moments stays from step to step; 0.9 and 0.999 by default.
  public AdamW betas(double beta1, double beta2) {
    set(Setting.BETA1, beta1);
    set(Setting.BETA2, beta2);
    return this;
  }

  /// Sets what keeps the divisor from 0; 1e-8 by default.
  public AdamW eps(double eps) {
    set(Setting.EPS, eps);
    return this;
  }

  /// Divides by the largest second moment so far, so that steps do not grow again.
  ///
  /// @see <a href="https://openreview.net/forum?id=ryQu7f-RZ">Reddi, Kale and Kumar (2018)</a>
  public AdamW amsgrad() {
    amsgrad = true;
    return this;
  }

  /// Climbs instead of descending.
  public AdamW maximize() {
    maximize = true;
    return this;
  }

  @Override
  public AdamW lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public AdamW weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }

  @Override
  public AdamW clipNorm(double max) {
    super.clipNorm(max);
    return this;
  }

  @Override
  public AdamW clipValue(double max) {
    super.clipValue(max);
    return this;
  }

  @Override
  protected void update(Trainee p, Tensor data, Tensor gradient) {
    Moments.update(together(), p, data, gradient, true, amsgrad, maximize);
  }

  @Override
  protected List<String> remembers(Trainee p) {
    return Moments.remembered(amsgrad);
  }
}
