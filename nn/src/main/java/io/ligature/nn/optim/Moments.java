package io.ligature.nn.optim;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.AdamStep;
import java.util.List;

/// The two moments of the gradient, which [Adam] and [AdamW] share.
final class Moments {
  private static final String MEAN = "exp_avg";
  private static final String SQUARE = "exp_avg_sq";
  private static final String LARGEST = "max_exp_avg_sq";

  private Moments() {}

  static void update(
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
      Dispatch.into(
          new Tensor[] {data, mean, square, largest}, step, data, gradient, mean, square, largest);
    } else {
      Dispatch.into(new Tensor[] {data, mean, square}, step, data, gradient, mean, square);
    }
  }

  static List<String> remembered(boolean amsgrad) {
    return amsgrad
        ? List.of(MEAN, SQUARE, LARGEST, Memories.STEP)
        : List.of(MEAN, SQUARE, Memories.STEP);
  }
}
