package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What [RNNCell], [LSTMCell] and [GRUCell] share: one step.
///
/// @param recurrence what the step computes
/// @param hidden the width of a state
record RecurrentCell(Recurrence recurrence, long hidden) {
  /// @param in may be unknown
  void register(Block block, long in, boolean hasBias) {
    Recurrence.checkSizes(label(), in, hidden);
    recurrence.register(block, "", in, hidden, hasBias);
  }

  private String label() {
    return recurrence.label() + "Cell";
  }

  /// Makes the number of inputs known.
  void infer(Block block, Tensor x) {
    if (x.rank() != 1 && x.rank() != 2) {
      throw misfit(Shape.UNKNOWN, x);
    }
    recurrence.resolve(block, "", x.shape().get(-1));
  }

  /// {@return the states after the step}
  ///
  /// @param given the states before it, each (batch, hidden); null for zeros
  Tensor[] step(Block block, Tensor x, Tensor @Nullable [] given) {
    long in = Recurrence.inputs(block, "");
    if ((x.rank() != 1 && x.rank() != 2) || x.shape().get(-1) != in) {
      throw misfit(in, x);
    }
    var weights = Recurrence.Weights.of(block, "");
    var ofInput = weights.ofInput(x);
    var needed = x.shape().with(-1, hidden);
    var states = new Tensor[recurrence.states()];
    Arrays.setAll(
        states,
        i -> given == null ? RecurrentNet.zeros(ofInput, needed) : fitting(given[i], needed));
    return recurrence.step(ofInput, states, weights);
  }

  private Tensor fitting(Tensor state, Shape needed) {
    if (!state.shape().equals(needed)) {
      throw new ShapeException(
          "%s needs a state %s beside this x; found %s."
              .formatted(
                  label(), RecurrentNet.extents(needed), RecurrentNet.extents(state.shape())));
    }
    return state;
  }

  private ShapeException misfit(long in, Tensor x) {
    var width = in == Shape.UNKNOWN ? "in" : Long.toString(in);
    return new ShapeException(
        "%s needs x (batch, %s) or (%s); found %s. Reshape x, or build the layer for its last extent."
            .formatted(label(), width, width, RecurrentNet.extents(x.shape())));
  }

  String describe(Block block) {
    long in = Recurrence.inputs(block, "");
    return "%s(%s -> %d%s)"
        .formatted(
            block.getClass().getSimpleName(),
            in == Shape.UNKNOWN ? "?" : Long.toString(in),
            hidden,
            block.registered().containsKey("bias_ih") ? "" : ", no bias");
  }
}
