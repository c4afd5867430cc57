package io.ligature.nn.optim;

import io.ligature.Tensor;
import io.ligature.nn.ParameterDict;
import java.util.List;

/// [Adam] that goes by the mean gradient alone until it has seen enough gradients to know their
/// variance, which spares the warm-up.
///
/// ```text
/// d = g + weightDecay w
/// m = β1 m + (1 - β1) d        v = β2 v + (1 - β2) d²        both from 0, and t counts steps from 1
/// ρ∞ = 2 / (1 - β2) - 1        ρ = ρ∞ - 2 t β2ᵗ / (1 - β2ᵗ)
/// r = √((ρ - 4) (ρ - 2) ρ∞ / ((ρ∞ - 4) (ρ∞ - 2) ρ))
/// w = w - lr / (1 - β1ᵗ) m                                 where ρ <= 5, in the first steps
/// w = w - lr / (1 - β1ᵗ) m r √(1 - β2ᵗ) / (√v + eps)      else
/// ```
///
/// Remembers `exp_avg`, m, and `exp_avg_sq`, v.
///
/// @see <a href="https://arxiv.org/abs/1908.03265">Liu et al. (2020), algorithm 2</a>
public final class RAdam extends Optimizer {
  private boolean decoupled;
  private boolean maximize;

  /// Steps parameters with a learning rate of 0.001.
  public RAdam(ParameterDict parameters) {
    this(parameters, 1e-3);
  }

  /// Steps parameters with a learning rate.
  public RAdam(ParameterDict parameters, double lr) {
    this(List.of(new ParameterGroup(parameters)), lr);
  }

  /// Steps groups of parameters with a learning rate of 0.001, unless they have their own.
  public RAdam(List<ParameterGroup> groups) {
    this(groups, 1e-3);
  }

  /// Steps groups of parameters with a learning rate, unless they have their own.
  public RAdam(List<ParameterGroup> groups, double lr) {
    super(groups, lr, Setting.BETA1, Setting.BETA2, Setting.EPS);
    set(Setting.BETA1, 0.9);
    set(Setting.BETA2, 0.999);
    set(Setting.EPS, 1e-8);
  }

  /// Sets how much of the moments stays from step to step; 0.9 and 0.999 by default.
  public RAdam betas(double beta1, double beta2) {
    set(Setting.BETA1, beta1);
    set(Setting.BETA2, beta2);
    return this;
  }

  /// Sets what keeps the divisor from 0; 1e-8 by default.
  public RAdam eps(double eps) {
    set(Setting.EPS, eps);
    return this;
  }

  /// Keeps weight decay out of the moments, as [AdamW] does: `w = w - lr weightDecay w`, and d = g.
  public RAdam decoupled() {
    decoupled = true;
    return this;
  }

  /// Climbs instead of descending.
  public RAdam maximize() {
    maximize = true;
    return this;
  }

  @Override
  public RAdam lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public RAdam weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }

  @Override
  public RAdam clipNorm(double max) {
    super.clipNorm(max);
    return this;
  }

  @Override
  public RAdam clipValue(double max) {
    super.clipValue(max);
    return this;
  }

  @Override
  protected void update(Trainee p, Tensor data, Tensor gradient) {
    var d = Direction.of(p, data, gradient, decoupled, maximize);
    var m = Moments.mean(p, d);
    var v = Moments.square(p, d);
    double rate = p.lr() / (1 - Math.pow(p.get(Setting.BETA1), (double) p.steps()));
    double root = Math.sqrt(1 - Math.pow(p.get(Setting.BETA2), (double) p.steps()));
    double r = rectification(p.get(Setting.BETA2), p.steps());
    data.minusAssign(
        r == 0 ? m.times(rate) : m.times(rate * r * root).div(v.sqrt().plus(p.get(Setting.EPS))));
  }

  /// {@return r; 0 where the variance is not known yet}
  static double rectification(double beta2, long t) {
    double power = Math.pow(beta2, (double) t);
    double most = 2 / (1 - beta2) - 1;
    double length = most - 2 * t * power / (1 - power);
    return length <= 5
        ? 0
        : Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length));
  }

  @Override
  protected List<String> remembers(Trainee p) {
    return Moments.remembered(false);
  }
}
