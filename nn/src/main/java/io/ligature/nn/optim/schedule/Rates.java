package io.ligature.nn.optim.schedule;

import io.ligature.nn.optim.Optimizer;
import java.util.function.DoubleUnaryOperator;

/// The learning rates of an optimizer: its own, and those of the groups that have one.
final class Rates {
  private final Optimizer optimizer;
  private final double[] values; // the optimizer's, then a group's each; NaN for none

  private Rates(Optimizer optimizer, double[] values) {
    this.optimizer = optimizer;
    this.values = values;
  }

  static Rates of(Optimizer optimizer) {
    var groups = optimizer.groups();
    var values = new double[1 + groups.size()];
    values[0] = optimizer.lr();
    for (int i = 0; i < groups.size(); i++) {
      values[i + 1] = groups.get(i).lr().orElse(Double.NaN);
    }
    return new Rates(optimizer, values);
  }

  static Rates of(Optimizer optimizer, double[] values) {
    return new Rates(optimizer, values.clone());
  }

  double[] values() {
    return values.clone();
  }

  /// Gives the optimizer a function of these; all of it, or after an error nothing.
  void apply(DoubleUnaryOperator change) {
    var changed = new double[values.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = Double.isNaN(values[i]) ? Double.NaN : change.applyAsDouble(values[i]);
    }
    optimizer.lr(changed[0]);
    for (int i = 1; i < changed.length; i++) {
      if (!Double.isNaN(changed[i])) {
        optimizer.groups().get(i - 1).lr(changed[i]);
      }
    }
  }
}
