package io.ligature.nn.optim;

import io.ligature.GradientException;
import io.ligature.Memory;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A batch in several micro-batches: the gradients are at any time the mean over what was added so
/// far.
///
/// ```text
/// g = g W / (W + w) + dloss w / (W + w)        then W = W + w
/// ```
final class Accumulation {
  private final List<Trainee> trainees;
  private double total; // W; 0 between batches

  Accumulation(List<Trainee> trainees) {
    this.trainees = trainees;
  }

  boolean isOpen() {
    return total > 0;
  }

  void end() {
    total = 0;
  }

  void add(Tensor loss, double weight) {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "accumulate needs a weight above 0, the number of examples; found %s.".formatted(weight));
    }
    if (loss.size() != 1) {
      throw new ShapeException(
          "accumulate needs the mean loss of the micro-batch, a scalar; found %s. Take its mean()."
              .formatted(loss.type()));
    }
    begin();
    double sum = total + weight;
    var before = take(); // so that a failed backward leaves them alone, and WRITE replaces nothing
    try {
      loss.backward(loss.detach().onesLike().times(weight / sum));
    } catch (RuntimeException | Error e) {
      giveBack(before);
      throw e;
    }
    merge(before, total / sum);
    total = sum;
  }

  private void begin() {
    if (trainees.stream().allMatch(trainee -> trainee.parameter().lentGrad() == null)) {
      total = 0; // whoever forgot the gradients began a new batch
      return;
    }
    for (var trainee : trainees) {
      var gradient = trainee.parameter().lentGrad();
      if (gradient != null && !trainee.parameter().isFrozen() && !trainee.hasSeen(gradient)) {
        throw new GradientException(
            "accumulate found a gradient of %s that is neither accumulated nor used by a step. Call zeroGrad() or step() first, or give every loss to accumulate."
                .formatted(trainee.name()));
      }
    }
    if (total == 0) {
      take(); // a step has used them
    }
  }

  private List<@Nullable Tensor> take() {
    var taken = new ArrayList<@Nullable Tensor>();
    for (var trainee : trainees) {
      taken.add(trainee.parameter().grad());
      trainee.parameter().zeroGrad();
    }
    return taken;
  }

  private void giveBack(List<@Nullable Tensor> before) {
    for (int i = 0; i < before.size(); i++) {
      put(trainees.get(i), before.get(i));
    }
  }

  private void merge(List<@Nullable Tensor> before, double share) {
    for (int i = 0; i < before.size(); i++) {
      var earlier = before.get(i);
      var now = trainees.get(i).parameter().grad();
      if (earlier == null) {
        put(trainees.get(i), now);
      } else if (now == null) {
        put(trainees.get(i), earlier.times(share));
      } else {
        now.plusAssign(earlier.times(share));
        put(trainees.get(i), now);
      }
    }
  }

  private static void put(Trainee trainee, @Nullable Tensor gradient) {
    if (gradient != null) {
      trainee.parameter().grad(Memory.keep(gradient));
      trainee.markSeen(gradient);
    }
  }
}
