package io.ligature.nn.optim;

import io.ligature.Tensor;
import io.ligature.nn.ParameterDict;
import java.util.ArrayList;
import java.util.List;

/// Divides the gradient by the root of its mean square.
///
/// ```text
/// d = g + weightDecay w
/// v = α v + (1 - α) d²                                      from 0
/// n = d / (√v + eps)                                        √(v - a²) when centered, a = α a + (1 - α) d
/// w = w - lr n                                              lr b with momentum, b = momentum b + n
/// ```
///
/// Remembers `square_avg`, v, with momentum `momentum_buffer`, b, and when centered `grad_avg`, a.
/// What rounding takes below 0 of v - a² counts as 0; PyTorch's root of it is NaN.
///
/// @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Tieleman
///   and Hinton (2012), slide 29</a>
/// @see <a href="https://arxiv.org/abs/1308.0850">Graves (2013), eq. 38 to 45, for the centered
///   one</a>
public final class RMSprop extends Optimizer {
  private static final String SQUARE = "square_avg";
  private static final String MEAN = "grad_avg";
  private static final String BUFFER = "momentum_buffer";

  private boolean centered;
  private boolean maximize;

  /// Steps parameters with a learning rate of 0.01.
  public RMSprop(ParameterDict parameters) {
    this(parameters, 1e-2);
  }

  /// Steps parameters with a learning rate.
  public RMSprop(ParameterDict parameters, double lr) {
    this(List.of(new ParameterGroup(parameters)), lr);
  }

  /// Steps groups of parameters with a learning rate of 0.01, unless they have their own.
  public RMSprop(List<ParameterGroup> groups) {
    this(groups, 1e-2);
  }

  /// Steps groups of parameters with a learning rate, unless they have their own.
  public RMSprop(List<ParameterGroup> groups, double lr) {
    super(groups, lr, Setting.ALPHA, Setting.EPS, Setting.MOMENTUM);
    set(Setting.ALPHA, 0.99);
    set(Setting.EPS, 1e-8);
    set(Setting.MOMENTUM, 0);
  }

  /// Sets how much of the mean square stays from step to step; 0.99 by default.
  public RMSprop alpha(double alpha) {
    set(Setting.ALPHA, alpha);
    return this;
  }

  /// Sets what keeps the divisor from 0; 1e-8 by default.
  public RMSprop eps(double eps) {
    set(Setting.EPS, eps);
    return this;
  }

  /// Sets how much of the last direction stays; 0 by default.
  public RMSprop momentum(double momentum) {
    set(Setting.MOMENTUM, momentum);
    return this;
  }

  /// Divides by the deviation of the gradient from its mean.
  public RMSprop centered() {
    centered = true;
    return this;
  }

  /// Climbs instead of descending.
  public RMSprop maximize() {
    maximize = true;
    return this;
  }

  @Override
  public RMSprop lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public RMSprop weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }

  @Override
  public RMSprop clipNorm(double max) {
    super.clipNorm(max);
    return this;
  }

  @Override
  public RMSprop clipValue(double max) {
    super.clipValue(max);
    return this;
  }

  @Override
  protected void update(Trainee p, Tensor data, Tensor gradient) {
    var d = Direction.of(p, data, gradient, false, maximize);
    double alpha = p.get(Setting.ALPHA);
    var v = Moments.mean(p, SQUARE, alpha, d.times(d));
    if (centered) {
      var a = Moments.mean(p, MEAN, alpha, d);
      v = v.minus(a.times(a)).maximum(0);
    }
    var n = d.div(v.sqrt().plus(p.get(Setting.EPS)));
    double momentum = p.get(Setting.MOMENTUM);
    if (momentum > 0) {
      var b = p.memory(BUFFER);
      b.timesAssign(momentum);
      b.plusAssign(n);
      n = b;
    }
    data.minusAssign(n.times(p.lr()));
  }

  @Override
  protected List<String> remembers(Trainee p) {
    var names = new ArrayList<>(List.of(SQUARE));
    if (p.get(Setting.MOMENTUM) > 0) {
      names.add(BUFFER);
    }
    if (centered) {
      names.add(MEAN);
    }
    return names;
  }
}
