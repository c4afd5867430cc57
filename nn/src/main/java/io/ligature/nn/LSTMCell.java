package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// One step of an [LSTM], for loops of your own.
///
/// ```text
/// x (batch, in), or (in)      state and result (batch, hidden)
/// weight_ih (4 · hidden, in)   weight_hh (4 · hidden, hidden)   bias_ih, bias_hh (4 · hidden)
/// ```
///
/// All begin uniform between -1/√hidden and 1/√hidden.
public class LSTMCell extends Block {
  private final RecurrentCell cell;

  /// Makes a cell with biases.
  ///
  /// @throws IllegalArgumentException if a size is below 1
  public LSTMCell(long in, long hidden) {
    this(in, hidden, true);
  }

  /// Makes a cell.
  ///
  /// @throws IllegalArgumentException if a size is below 1
  public LSTMCell(long in, long hidden, boolean hasBias) {
    this(
        Recurrence.known("LSTMCell", in, hidden),
        hasBias,
        new RecurrentCell(Recurrence.LSTM, hidden));
  }

  /// Makes a cell whose `in` is found later.
  LSTMCell(boolean hasBias, long hidden) {
    this(Shape.UNKNOWN, hasBias, new RecurrentCell(Recurrence.LSTM, hidden));
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  private LSTMCell(long in, boolean hasBias, RecurrentCell cell) {
    this.cell = cell;
    cell.register(this, in, hasBias);
  }

  /// {@return the hidden state and the cell after the step}
  ///
  /// @param state before it; null for zeros
  /// @throws ShapeException if `x` or the state does not fit
  public final LSTMState run(Tensor x, @Nullable LSTMState state) {
    return callFor(
        x,
        input -> {
          var after = cell.step(this, input, state == null ? null : state.both());
          return new LSTMState(after[0], after[1]);
        });
  }

  @Override
  protected Tensor forward(Tensor x) {
    return cell.step(this, x, null)[0];
  }

  @Override
  protected void infer(Tensor x) {
    cell.infer(this, x);
  }

  @Override
  protected String describe() {
    return cell.describe(this);
  }
}
