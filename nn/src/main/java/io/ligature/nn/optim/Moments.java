package io.ligature.nn.optim;

import io.ligature.Tensor;
import io.ligature.op.AdamStep;
import java.util.List;

/// The two moments of the gradient, which Adam and its kin share.
final class Moments {
  static final String MEAN = "exp_avg";
  static final String SQUARE = "exp_avg_sq";
  private static final String LARGEST = "max_exp_avg_sq";

  private Moments() {}

  /// A step of [Adam] or [AdamW].
  ///
  /// @param together where it is left
  static void update(
      Together together,
      Trainee p,
      Tensor data,
      Tensor gradient,
      boolean decoupled,
      boolean amsgrad,
      boolean maximize) {
    var step =
        new AdamStep(
            p.lr(),
            p.get(Setting.BETA1),
            p.get(Setting.BETA2),
            p.get(Setting.EPS),
            p.weightDecay(),
            decoupled,
            amsgrad,
            maximize,
            p.steps());
    var mean = p.memory(MEAN);
    var square = p.memory(SQUARE);
    if (amsgrad) {
      var largest = p.memory(LARGEST);
      together.add(
          step, new Tensor[] {data, mean, square, largest}, data, gradient, mean, square, largest);
    } else {
      together.add(step, new Tensor[] {data, mean, square}, data, gradient, mean, square);
    }
  }

  static List<String> remembered(boolean amsgrad) {
    return amsgrad
        ? List.of(MEAN, SQUARE, LARGEST, Memories.STEP)
        : List.of(MEAN, SQUARE, Memories.STEP);
  }

  // ---- the same in ordinary operations, for those with another formula

  /// Takes a direction into the first moment, and returns that.
  static Tensor mean(Trainee p, Tensor d) {
    return mean(p, MEAN, p.get(Setting.BETA1), d);
  }

  /// Takes a direction into the second moment, and returns that.
  static Tensor square(Trainee p, Tensor d) {
    return mean(p, SQUARE, p.get(Setting.BETA2), d.times(d));
  }

  /// Takes numbers into a running mean, and returns that.
  static Tensor mean(Trainee p, String what, double stays, Tensor x) {
    var mean = p.memory(what);
    mean.timesAssign(stays);
    mean.plusAssign(x.times(1 - stays));
    return mean;
  }

  /// {@return what Adam divides by}
  ///
  /// ```text
  /// √v / √(1 - β2ᵗ) + eps
  /// ```
  static Tensor divisor(Trainee p, Tensor v) {
    double root = Math.sqrt(1 - Math.pow(p.get(Setting.BETA2), (double) p.steps()));
    return v.sqrt().div(root).plus(p.get(Setting.EPS));
  }
}
