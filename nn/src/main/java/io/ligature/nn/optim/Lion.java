package io.ligature.nn.optim;

import io.ligature.Tensor;
import io.ligature.nn.ParameterDict;
import java.util.List;

/// Steps by the sign of a momentum alone: every element moves by the learning rate.
///
/// ```text
/// c = β1 m + (1 - β1) g
/// w = w - lr (sign(c) + weightDecay w)
/// m = β2 m + (1 - β2) g                                    from 0
/// ```
///
/// Wants a learning rate 3 to 10 times smaller than [AdamW]'s, and a weight decay as much larger.
/// Remembers `exp_avg`, m.
///
/// @see <a href="https://arxiv.org/abs/2302.06675">Chen et al. (2023), algorithm 2</a>
public final class Lion extends Optimizer {
  private boolean maximize;

  /// Steps parameters with a learning rate of 0.0001.
  public Lion(ParameterDict parameters) {
    this(parameters, 1e-4);
  }

  /// Steps parameters with a learning rate.
  public Lion(ParameterDict parameters, double lr) {
    this(List.of(new ParameterGroup(parameters)), lr);
  }

  /// Steps groups of parameters with a learning rate of 0.0001, unless they have their own.
  public Lion(List<ParameterGroup> groups) {
    this(groups, 1e-4);
  }

  /// Steps groups of parameters with a learning rate, unless they have their own.
  public Lion(List<ParameterGroup> groups, double lr) {
    super(groups, lr, Setting.BETA1, Setting.BETA2);
    set(Setting.BETA1, 0.9);
    set(Setting.BETA2, 0.99);
  }

  /// Sets how much of the momentum is in a step, and how much stays; 0.9 and 0.99 by default.
  public Lion betas(double beta1, double beta2) {
    set(Setting.BETA1, beta1);
    set(Setting.BETA2, beta2);
    return this;
  }

  /// Climbs instead of descending.
  public Lion maximize() {
    maximize = true;
    return this;
  }

  @Override
  public Lion lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public Lion weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }

  @Override
  public Lion clipNorm(double max) {
    super.clipNorm(max);
    return this;
  }

  @Override
  public Lion clipValue(double max) {
    super.clipValue(max);
    return this;
  }

  @Override
  protected void update(Trainee p, Tensor data, Tensor gradient) {
    var g = Direction.of(p, data, gradient, true, maximize);
    double beta1 = p.get(Setting.BETA1);
    var m = p.memory(Moments.MEAN);
    data.minusAssign(m.times(beta1).plus(g.times(1 - beta1)).sign().times(p.lr()));
    Moments.mean(p, Moments.MEAN, p.get(Setting.BETA2), g);
  }

  @Override
  protected List<String> remembers(Trainee p) {
    return List.of(Moments.MEAN);
  }
}
