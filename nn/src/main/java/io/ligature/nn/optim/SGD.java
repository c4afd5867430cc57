package io.ligature.nn.optim;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.nn.ParameterDict;
import io.ligature.op.SgdStep;
import java.util.List;

/// Stochastic gradient descent, with momentum if asked for.
///
/// ```text
/// d = g + weightDecay w
/// b = d in the first step, else  momentum b + (1 - dampening) d
/// w = w - lr b                                                  with nesterov w - lr (d + momentum b)
/// ```
///
/// Without momentum b is d. Remembers `momentum_buffer`, b.
///
/// @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al. (2013)</a>
public final class SGD extends Optimizer {
  private static final String MOMENTUM_BUFFER = "momentum_buffer";

  private boolean nesterov;
  private boolean maximize;

  /// Steps parameters with a learning rate.
  public SGD(ParameterDict parameters, double lr) {
    this(List.of(new ParameterGroup(parameters)), lr);
  }

  /// Steps groups of parameters with a learning rate, unless they have their own.
  public SGD(List<ParameterGroup> groups, double lr) {
    super(groups, lr, Setting.MOMENTUM, Setting.DAMPENING);
    set(Setting.MOMENTUM, 0);
    set(Setting.DAMPENING, 0);
  }

  /// Sets how much of the last direction stays; 0 by default.
  ///
  /// @throws IllegalArgumentException if it is negative or not finite, or 0 with [#nesterov]
  public SGD momentum(double momentum) {
    checkAhead(nesterov && momentum == 0, "momentum " + momentum);
    set(Setting.MOMENTUM, momentum);
    return this;
  }

  /// Sets how much of the new direction is held back; 0 by default.
  ///
  /// @throws IllegalArgumentException if it is negative or not finite, or not 0 with [#nesterov]
  public SGD dampening(double dampening) {
    checkAhead(nesterov && dampening != 0, "dampening " + dampening);
    set(Setting.DAMPENING, dampening);
    return this;
  }

  /// Looks ahead by the momentum. Set that first.
  ///
  /// @throws IllegalArgumentException if a group has no momentum, or has dampening
  public SGD nesterov() {
    for (var group : groups()) {
      double momentum = get(Setting.MOMENTUM, group);
      double dampening = get(Setting.DAMPENING, group);
      checkAhead(
          momentum == 0 || dampening != 0,
          "momentum %s and dampening %s".formatted(momentum, dampening));
    }
    nesterov = true;
    return this;
  }

  private static void checkAhead(boolean cannot, String found) {
    if (cannot) {
      throw new IllegalArgumentException(
          "SGD looks ahead only with a momentum above 0 and without dampening; found %s. Call momentum(0.9), for example, and then nesterov()."
              .formatted(found));
    }
  }

  /// Climbs instead of descending.
  public SGD maximize() {
    maximize = true;
    return this;
  }

  @Override
  public SGD lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public SGD weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }

  @Override
  public SGD clipNorm(double max) {
    super.clipNorm(max);
    return this;
  }

  @Override
  public SGD clipValue(double max) {
    super.clipValue(max);
    return this;
  }

  @Override
  protected void update(Trainee p, Tensor data, Tensor gradient) {
    double momentum = p.get(Setting.MOMENTUM);
    boolean first = !p.remembers(MOMENTUM_BUFFER);
    var step =
        new SgdStep(
            p.lr(), momentum, p.get(Setting.DAMPENING), p.weightDecay(), nesterov, maximize, first);
    if (momentum == 0) {
      Dispatch.into(data, step, data, gradient); // so little work that waiting costs more
    } else {
      var buffer = p.memory(MOMENTUM_BUFFER);
      together().add(step, new Tensor[] {data, buffer}, data, gradient, buffer);
    }
  }

  @Override
  protected List<String> remembers(Trainee p) {
    return p.get(Setting.MOMENTUM) == 0 ? List.of() : List.of(MOMENTUM_BUFFER);
  }
}
