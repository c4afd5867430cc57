package io.ligature.nn.optim;

import io.ligature.nn.ParameterDict;
import java.util.OptionalDouble;

/// Parameters that an optimizer steps with settings of their own; what is not set here is the
/// optimizer's.
///
/// ```text
/// new AdamW(
///     List.of(
///         new ParameterGroup(net.parameters().select(".*weight")).weightDecay(0.1),
///         new ParameterGroup(net.parameters().select(".*bias")).weightDecay(0)),
///     1e-3)
/// ```
///
/// Settings may change between steps.
public final class ParameterGroup {
  private final String prefix;
  private final ParameterDict parameters;
  private final double[] own = Setting.none();

  /// Groups parameters under the names that they have.
  public ParameterGroup(ParameterDict parameters) {
    this.prefix = "";
    this.parameters = parameters;
  }

  /// Groups parameters of one of several models in an optimizer: what is remembered of them is
  /// saved under `name` and a dot in front of their names.
  public ParameterGroup(String name, ParameterDict parameters) {
    this.prefix = name + ".";
    this.parameters = parameters;
  }

  /// {@return the parameters}
  public ParameterDict parameters() {
    return parameters;
  }

  /// Sets the learning rate.
  public ParameterGroup lr(double lr) {
    return set(Setting.LR, lr);
  }

  /// {@return the learning rate, if this group has its own}
  public OptionalDouble lr() {
    double value = own[Setting.LR.ordinal()];
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /// Sets the weight decay.
  public ParameterGroup weightDecay(double weightDecay) {
    return set(Setting.WEIGHT_DECAY, weightDecay);
  }

  /// Sets the momentum, for optimizers that have it.
  public ParameterGroup momentum(double momentum) {
    return set(Setting.MOMENTUM, momentum);
  }

  /// Sets the dampening of the momentum, for optimizers that have it.
  public ParameterGroup dampening(double dampening) {
    return set(Setting.DAMPENING, dampening);
  }

  /// Sets how slowly the moments forget, for optimizers that have them.
  public ParameterGroup betas(double beta1, double beta2) {
    return set(Setting.BETA1, beta1).set(Setting.BETA2, beta2);
  }

  /// Sets what keeps a division from 0, for optimizers that have it.
  public ParameterGroup eps(double eps) {
    return set(Setting.EPS, eps);
  }

  /// Sets how slowly the mean square forgets, for [RMSprop].
  public ParameterGroup alpha(double alpha) {
    return set(Setting.ALPHA, alpha);
  }

  /// Sets how fast the learning rate falls, for [Adagrad].
  public ParameterGroup lrDecay(double lrDecay) {
    return set(Setting.LR_DECAY, lrDecay);
  }

  /// Sets how fast the momentum rises, for [NAdam].
  public ParameterGroup momentumDecay(double momentumDecay) {
    return set(Setting.MOMENTUM_DECAY, momentumDecay);
  }

  private ParameterGroup set(Setting setting, double value) {
    setting.check(value);
    own[setting.ordinal()] = value;
    return this;
  }

  String prefix() {
    return prefix;
  }

  /// {@return a setting of this group, or else the optimizer's}
  double get(Setting setting, double[] optimizers) {
    double value = own[setting.ordinal()];
    return Double.isNaN(value) ? optimizers[setting.ordinal()] : value;
  }

  boolean has(Setting setting) {
    return !Double.isNaN(own[setting.ordinal()]);
  }
}
