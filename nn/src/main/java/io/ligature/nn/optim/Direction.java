package io.ligature.nn.optim;

import io.ligature.Tensor;

/// Where a step goes.
final class Direction {
  private Direction() {}

  /// {@return the gradient, or its opposite to climb, with weight decay}
  ///
  /// ```text
  /// g + weightDecay w
  /// g, and w = (1 - lr weightDecay) w at once        when decoupled
  /// ```
  static Tensor of(Trainee p, Tensor data, Tensor gradient, boolean decoupled, boolean maximize) {
    var g = maximize ? gradient.negate() : gradient;
    double decay = p.weightDecay();
    if (decay == 0) {
      return g;
    }
    if (decoupled) {
      data.timesAssign(1 - p.lr() * decay);
      return g;
    }
    return g.plus(data.times(decay));
  }
}
