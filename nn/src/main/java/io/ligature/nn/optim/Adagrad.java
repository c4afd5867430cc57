package io.ligature.nn.optim;

import io.ligature.Tensor;
import io.ligature.nn.ParameterDict;
import java.util.List;

/// Divides the gradient by the root of the sum of all its squares, so that what rarely has a
/// gradient takes long steps.
///
/// ```text
/// d = g + weightDecay w
/// s = s + d²                                       from `initial`, and t counts steps from 1
/// w = w - lr / (1 + (t - 1) lrDecay) d / (√s + eps)
/// ```
///
/// Remembers `sum`, s.
///
/// @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi, Hazan and Singer (2011)</a>
public final class Adagrad extends Optimizer {
  private static final String SUM = "sum";

  private double initial;
  private boolean maximize;

  /// Steps parameters with a learning rate of 0.01.
  public Adagrad(ParameterDict parameters) {
    this(parameters, 1e-2);
  }

  /// Steps parameters with a learning rate.
  public Adagrad(ParameterDict parameters, double lr) {
    this(List.of(new ParameterGroup(parameters)), lr);
  }

  /// Steps groups of parameters with a learning rate of 0.01, unless they have their own.
  public Adagrad(List<ParameterGroup> groups) {
    this(groups, 1e-2);
  }

  /// Steps groups of parameters with a learning rate, unless they have their own.
  public Adagrad(List<ParameterGroup> groups, double lr) {
    super(groups, lr, Setting.LR_DECAY, Setting.EPS);
    set(Setting.LR_DECAY, 0);
    set(Setting.EPS, 1e-10);
  }

  /// Sets how fast the learning rate falls; 0 by default.
  public Adagrad lrDecay(double lrDecay) {
    set(Setting.LR_DECAY, lrDecay);
    return this;
  }

  /// Sets what keeps the divisor from 0; 1e-10 by default.
  public Adagrad eps(double eps) {
    set(Setting.EPS, eps);
    return this;
  }

  /// Sets what the sum of squares begins at; 0 by default. Parameters that were stepped keep
  /// theirs.
  ///
  /// @throws IllegalArgumentException if it is negative or not finite
  public Adagrad initial(double sum) {
    if (!(sum >= 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "initial must be 0 or more, and finite; found %s.".formatted(sum));
    }
    initial = sum;
    return this;
  }

  /// Climbs instead of descending.
  public Adagrad maximize() {
    maximize = true;
    return this;
  }

  @Override
  public Adagrad lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public Adagrad weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }

  @Override
  public Adagrad clipNorm(double max) {
    super.clipNorm(max);
    return this;
  }

  @Override
  public Adagrad clipValue(double max) {
    super.clipValue(max);
    return this;
  }

  @Override
  protected void update(Trainee p, Tensor data, Tensor gradient) {
    var d = Direction.of(p, data, gradient, false, maximize);
    var s = p.memory(SUM, initial);
    s.plusAssign(d.times(d));
    double rate = p.lr() / (1 + (p.steps() - 1) * p.get(Setting.LR_DECAY));
    data.minusAssign(d.div(s.sqrt().plus(p.get(Setting.EPS))).times(rate));
  }

  @Override
  protected List<String> remembers(Trainee p) {
    return List.of(SUM, Memories.STEP);
  }
}
