package io.ligature.nn.optim;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import java.util.ArrayList;
import java.util.List;

/// Steps that several parameters take with the same settings, and which a backend may do at once.
final class Together {
  private static final long FEW = 2048; // elements

  private static final class Step {
    final FusedOp op;
    final Tensor[] targets;
    final Tensor[] inputs;

    Step(FusedOp op, Tensor[] targets, Tensor[] inputs) {
      this.op = op;
      this.targets = targets;
      this.inputs = inputs;
    }
  }

  private final List<Step> waiting = new ArrayList<>();

  /// Has a step wait for others of its kind, or does it if it takes less time than waiting.
  ///
  /// @param targets what it writes
  void add(FusedOp op, Tensor[] targets, Tensor... inputs) {
    if (targets[0].size() < FEW) {
      Dispatch.into(targets, op, inputs);
    } else {
      waiting.add(new Step(op, targets, inputs));
    }
  }

  /// Does all steps that wait, those of a kind at once.
  void run() {
    while (!waiting.isEmpty()) {
      var op = waiting.getFirst().op;
      var targets = new ArrayList<Tensor[]>(waiting.size());
      var inputs = new ArrayList<Tensor[]>(waiting.size());
      for (var step : waiting) {
        if (step.op.equals(op)) {
          targets.add(step.targets);
          inputs.add(step.inputs);
        }
      }
      waiting.removeIf(step -> step.op.equals(op));
      Dispatch.intoEach(op, targets.toArray(Tensor[][]::new), inputs.toArray(Tensor[][]::new));
    }
  }

  /// Forgets what waits, after an error.
  void clear() {
    waiting.clear();
  }
}
