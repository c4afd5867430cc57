package io.ligature.nn;

import io.ligature.Tensor;

/// What an [LSTM] or [LSTMCell] hands from step to step.
///
/// @param hidden `h`, which is also its output
/// @param cell `c`, of the same shape
public record LSTMState(Tensor hidden, Tensor cell) implements Outcome<LSTMState> {
  @Override
  public Tensor output() {
    return hidden;
  }

  @Override
  public LSTMState withOutput(Tensor changed) {
    return new LSTMState(changed, cell);
  }

  Tensor[] both() {
    return new Tensor[] {hidden, cell};
  }
}
