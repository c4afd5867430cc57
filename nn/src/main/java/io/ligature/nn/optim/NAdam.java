package io.ligature.nn.optim;

import io.ligature.Tensor;
import io.ligature.nn.ParameterDict;
import java.util.List;

/// [Adam] with the momentum of Nesterov: the step looks one step of the momentum ahead.
///
/// ```text
/// d = g + weightDecay w
/// m = β1 m + (1 - β1) d        v = β2 v + (1 - β2) d²        both from 0, and t counts steps from 1
/// μ(t) = β1 (1 - 0.96^(t momentumDecay) / 2)       Π(t) = μ(1) μ(2) ... μ(t)
/// n = μ(t + 1) / (1 - Π(t + 1)) m + (1 - μ(t)) / (1 - Π(t)) d
/// w = w - lr n / (√v / √(1 - β2ᵗ) + eps)
/// ```
///
/// Remembers `exp_avg`, m, `exp_avg_sq`, v, and `mu_product`, Π(t).
///
/// @see <a href="https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ">Dozat (2016)</a>
public final class NAdam extends Optimizer {
  private boolean decoupled;
  private boolean maximize;

  /// Steps parameters with a learning rate of 0.002.
  public NAdam(ParameterDict parameters) {
    this(parameters, 2e-3);
  }

  /// Steps parameters with a learning rate.
  public NAdam(ParameterDict parameters, double lr) {
    this(List.of(new ParameterGroup(parameters)), lr);
  }

  /// Steps groups of parameters with a learning rate of 0.002, unless they have their own.
  public NAdam(List<ParameterGroup> groups) {
    this(groups, 2e-3);
  }

  /// Steps groups of parameters with a learning rate, unless they have their own.
  public NAdam(List<ParameterGroup> groups, double lr) {
    super(groups, lr, Setting.BETA1, Setting.BETA2, Setting.EPS, Setting.MOMENTUM_DECAY);
    set(Setting.BETA1, 0.9);
    set(Setting.BETA2, 0.999);
    set(Setting.EPS, 1e-8);
    set(Setting.MOMENTUM_DECAY, 4e-3);
  }

  /// Sets how much of the moments stays from step to step; 0.9 and 0.999 by default.
  public NAdam betas(double beta1, double beta2) {
    set(Setting.BETA1, beta1);
    set(Setting.BETA2, beta2);
    return this;
  }

  /// Sets what keeps the divisor from 0; 1e-8 by default.
  public NAdam eps(double eps) {
    set(Setting.EPS, eps);
    return this;
  }

  /// Sets how fast the momentum μ rises from half of β1 to β1; 0.004 by default.
  public NAdam momentumDecay(double momentumDecay) {
    set(Setting.MOMENTUM_DECAY, momentumDecay);
    return this;
  }

  /// Keeps weight decay out of the moments, as [AdamW] does: `w = w - lr weightDecay w`, and d = g.
  public NAdam decoupled() {
    decoupled = true;
    return this;
  }

  /// Climbs instead of descending.
  public NAdam maximize() {
    maximize = true;
    return this;
  }

  @Override
  public NAdam lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public NAdam weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }

  @Override
  public NAdam clipNorm(double max) {
    super.clipNorm(max);
    return this;
  }

  @Override
  public NAdam clipValue(double max) {
    super.clipValue(max);
    return this;
  }

  @Override
  protected void update(Trainee p, Tensor data, Tensor gradient) {
    var d = Direction.of(p, data, gradient, decoupled, maximize);
    var m = Moments.mean(p, d);
    var v = Moments.square(p, d);
    double now = momentum(p, p.steps());
    double next = momentum(p, p.steps() + 1);
    double product = now * p.number(Memories.MU_PRODUCT, 1);
    p.remember(Memories.MU_PRODUCT, product);
    var n = m.times(next / (1 - product * next)).plus(d.times((1 - now) / (1 - product)));
    data.minusAssign(n.div(Moments.divisor(p, v)).times(p.lr()));
  }

  private static double momentum(Trainee p, long t) {
    double rising = Math.pow(0.96, t * p.get(Setting.MOMENTUM_DECAY));
    return p.get(Setting.BETA1) * (1 - 0.5 * rising);
  }

  @Override
  protected List<String> remembers(Trainee p) {
    return List.of(Moments.MEAN, Moments.SQUARE, Memories.MU_PRODUCT, Memories.STEP);
  }
}
