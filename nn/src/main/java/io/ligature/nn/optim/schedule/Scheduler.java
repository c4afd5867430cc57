package io.ligature.nn.optim.schedule;

import io.ligature.Tensor;
import io.ligature.nn.optim.Optimizer;
import java.util.Map;

/// Sets the learning rates of an optimizer, and of the groups that have their own, by a schedule.
///
/// The rates that it finds are the first ones; it sets those of step 0 at once.
public final class Scheduler {
  private static final String STEPS = "steps";

  private final Optimizer optimizer;
  private final Rates first;
  private final Schedule schedule;
  private long steps;

  /// Takes over the rates of an optimizer.
  ///
  /// @throws IllegalArgumentException if the schedule gives a rate that is negative or not finite;
  ///   so does [#step]
  public Scheduler(Optimizer optimizer, Schedule schedule) {
    this.optimizer = optimizer;
    this.first = Rates.of(optimizer);
    this.schedule = schedule;
    set(0);
  }

  /// Goes on by a step. Call it after the optimizer's step.
  public void step() {
    set(steps + 1);
  }

  /// {@return how many steps were done}
  public long steps() {
    return steps;
  }

  /// {@return the optimizer}
  public Optimizer optimizer() {
    return optimizer;
  }

  /// {@return where it stands, for [#load]}. The first rates are not in it: they are the
  /// optimizer's.
  public Map<String, Tensor> state() {
    return Map.of(STEPS, Tensor.of(steps));
  }

  /// Goes on where another stood, and sets the rates of that step.
  ///
  /// @throws IllegalArgumentException if it is not such a state
  public void load(Map<String, Tensor> state) {
    var saved = state.get(STEPS);
    if (saved == null || state.size() != 1 || saved.size() != 1 || saved.itemLong() < 0) {
      throw new IllegalArgumentException(
          "Scheduler needs a state with a number of steps; found %s.".formatted(state.keySet()));
    }
    set(saved.itemLong());
  }

  private void set(long t) {
    first.apply(rate -> rate(rate, t));
    steps = t;
  }

  private double rate(double from, long t) {
    double rate = schedule.rate(from, t);
    if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The schedule gives the rate %s at step %d, from %s at first. A rate is finite and 0 or more."
              .formatted(rate, t, from));
    }
    return rate;
  }

  @Override
  public String toString() {
    return "Scheduler of %s, %d steps done".formatted(optimizer, steps);
  }
}
