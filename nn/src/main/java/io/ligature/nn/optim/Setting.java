package io.ligature.nn.optim;

import java.util.Arrays;

/// The numbers that steer a step, and that a group may have of its own.
enum Setting {
  LR("lr"),
  WEIGHT_DECAY("weightDecay"),
  MOMENTUM("momentum"),
  DAMPENING("dampening"),
  BETA1("beta1"),
  BETA2("beta2"),
  EPS("eps"),
  ALPHA("alpha"),
  LR_DECAY("lrDecay"),
  MOMENTUM_DECAY("momentumDecay");

  private final String label;

  Setting(String label) {
    this.label = label;
  }

  /// {@return no settings; NaN stands for what is not set}
  static double[] none() {
    var values = new double[values().length];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /// Refuses what no step can use.
  void check(double value) {
    boolean share = this == BETA1 || this == BETA2 || this == ALPHA;
    if (!(value >= 0 && value < (share ? 1 : Double.POSITIVE_INFINITY))) {
      throw new IllegalArgumentException(
          "%s must be %s; found %s."
              .formatted(label, share ? "from 0 to below 1" : "0 or more, and finite", value));
    }
  }

  @Override
  public String toString() {
    return label;
  }
}
