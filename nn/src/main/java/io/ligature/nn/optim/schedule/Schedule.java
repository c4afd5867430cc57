package io.ligature.nn.optim.schedule;

import java.util.function.LongToDoubleFunction;

/// A learning rate as a function of the first one and of the steps so far.
///
/// Formulas and defaults are PyTorch's closed forms.
@FunctionalInterface
public interface Schedule {
  /// {@return the rate}
  ///
  /// @param first the rate that the optimizer, or a group of its, was given
  /// @param t how many steps were done, from 0
  double rate(double first, long t);

  /// {@return the first rate times a function of the steps: PyTorch's `LambdaLR`}
  static Schedule lambda(LongToDoubleFunction factor) {
    return (first, t) -> first * factor.applyAsDouble(t);
  }

  /// {@return the first rate, times `gamma` every `size` steps: `StepLR`}
  ///
  /// ```text
  /// first gamma^⌊t / size⌋
  /// ```
  static Schedule step(long size, double gamma) {
    Ranges.atLeast("Schedule.step", "size", 1, size);
    Ranges.factor("Schedule.step", "gamma", gamma);
    return (first, t) -> first * Math.pow(gamma, (double) Math.floorDiv(t, size));
  }

  /// {@return a tenth of the rate every `size` steps}
  static Schedule step(long size) {
    return step(size, 0.1);
  }

  /// {@return the first rate, times `gamma` at each milestone: `MultiStepLR`}
  ///
  /// ```text
  /// first gamma^(how many milestones are at most t)
  /// ```
  static Schedule multiStep(double gamma, long... milestones) {
    Ranges.factor("Schedule.multiStep", "gamma", gamma);
    Ranges.ascending("Schedule.multiStep", milestones);
    var at = milestones.clone();
    return (first, t) -> first * Math.pow(gamma, (double) Ranges.countUpTo(at, t));
  }

  /// {@return the first rate, times `gamma` every step: `ExponentialLR`}
  ///
  /// ```text
  /// first gammaᵗ
  /// ```
  static Schedule exponential(double gamma) {
    Ranges.factor("Schedule.exponential", "gamma", gamma);
    return (first, t) -> first * Math.pow(gamma, (double) t);
  }

  /// {@return the first rate times a factor that goes in a line from one to another, and stays:
  /// `LinearLR`, a warm-up or a cool-down}
  ///
  /// ```text
  /// first (from + (to - from) min(t, steps) / steps)
  /// ```
  static Schedule linear(double from, double to, long steps) {
    Ranges.factor("Schedule.linear", "from", from);
    Ranges.factor("Schedule.linear", "to", to);
    Ranges.atLeast("Schedule.linear", "steps", 1, steps);
    return (first, t) -> first * (from + (to - from) * Math.min(t, steps) / steps);
  }

  /// {@return the first rate, reached in a line from a third of it: the default of `LinearLR`}
  static Schedule warmUp(long steps) {
    return linear(1.0 / 3, 1, steps);
  }

  /// {@return a rate that falls to 0 as a power of the time that is left: `PolynomialLR`}
  ///
  /// ```text
  /// first (1 - min(t, steps) / steps)^power
  /// ```
  static Schedule polynomial(long steps, double power) {
    Ranges.atLeast("Schedule.polynomial", "steps", 1, steps);
    Ranges.factor("Schedule.polynomial", "power", power);
    return (first, t) -> first * Math.pow(1 - (double) Math.min(t, steps) / steps, power);
  }

  /// {@return a rate that falls to 0 along half a cosine}
  static Schedule cosine(long steps) {
    return cosine(steps, 0);
  }

  /// {@return a rate that falls to `least` along half a cosine: `CosineAnnealingLR`}. After `steps`
  /// it rises again, as PyTorch's does.
  ///
  /// ```text
  /// least + (first - least) (1 + cos(π t / steps)) / 2
  /// ```
  ///
  /// @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter (2017), eq. 5</a>
  static Schedule cosine(long steps, double least) {
    Ranges.atLeast("Schedule.cosine", "steps", 1, steps);
    Ranges.factor("Schedule.cosine", "least", least);
    return (first, t) -> least + (first - least) * (1 + Math.cos(Math.PI * t / steps)) / 2;
  }

  /// {@return a rate that falls along half a cosine again and again: `CosineAnnealingWarmRestarts`}
  ///
  /// ```text
  /// least + (first - least) (1 + cos(π s / n)) / 2      s steps after the last restart, n to the next
  /// ```
  ///
  /// @param steps until the first restart
  /// @param growth how many times as long every round is as the one before, 1 or more
  /// @param least the rate just before a restart
  /// @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter (2017), eq. 5</a>
  static Schedule cosineRestarts(long steps, int growth, double least) {
    Ranges.atLeast("Schedule.cosineRestarts", "steps", 1, steps);
    Ranges.atLeast("Schedule.cosineRestarts", "growth", 1, growth);
    Ranges.factor("Schedule.cosineRestarts", "least", least);
    return (first, t) -> {
      long round = steps;
      long since = growth == 1 ? t % steps : t;
      while (since >= round) {
        since -= round;
        round *= growth;
      }
      return least + (first - least) * (1 + Math.cos(Math.PI * since / round)) / 2;
    };
  }

  /// {@return one cycle with PyTorch's defaults: up for 30 % of the steps from a 25th of the first
  /// rate, then down to a 10,000th of where it began}
  static Schedule oneCycle(long steps) {
    return oneCycle(steps, 0.3, 25, 1e4);
  }

  /// {@return a rate that rises to the first one and falls far below where it began, both along
  /// half a cosine: `OneCycleLR`, whose `max_lr` is the first rate here}
  ///
  /// ```text
  /// low = first / divisor      end = low / finalDivisor      p = rise steps - 1
  /// from low to first while t <= p, then to end at t = steps - 1, where it stays
  /// ```
  ///
  /// PyTorch's moves the momentum too, against the rate; here that stays.
  ///
  /// @param steps of the whole cycle; more than 1 of them in each part
  /// @param rise the part of the steps in which the rate rises, between 0 and 1
  /// @param divisor of the first rate, to begin with
  /// @param finalDivisor of the rate to begin with, to end with
  /// @see <a href="https://arxiv.org/abs/1708.07120">Smith and Topin (2018)</a>
  static Schedule oneCycle(long steps, double rise, double divisor, double finalDivisor) {
    return new OneCycle(steps, rise, divisor, finalDivisor);
  }

  /// {@return this until some step, and from there another schedule, which counts from there:
  /// `SequentialLR`}
  ///
  /// @param at the step, 1 or more
  default Schedule then(long at, Schedule next) {
    Ranges.atLeast("Schedule.then", "at", 1, at);
    return (first, t) -> t < at ? rate(first, t) : next.rate(first, t - at);
  }

  /// {@return this applied to the rate of another schedule: `ChainedScheduler`, for schedules that
  /// multiply}
  default Schedule chain(Schedule inner) {
    return (first, t) -> rate(inner.rate(first, t), t);
  }
}
