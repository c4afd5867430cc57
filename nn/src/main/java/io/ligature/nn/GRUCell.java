package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// One step of a [GRU], for loops of your own.
///
/// ```text
/// x (batch, in), or (in)      state and result (batch, hidden)
/// weight_ih (3 · hidden, in)   weight_hh (3 · hidden, hidden)   bias_ih, bias_hh (3 · hidden)
/// ```
///
/// All begin uniform between -1/√hidden and 1/√hidden.
public class GRUCell extends Block {
  private final RecurrentCell cell;

  /// Makes a cell with biases.
  ///
  /// @throws IllegalArgumentException if a size is below 1
  public GRUCell(long in, long hidden) {
    this(in, hidden, true);
  }

  /// Makes a cell.
  ///
  /// @throws IllegalArgumentException if a size is below 1
  public GRUCell(long in, long hidden, boolean hasBias) {
    this(
        Recurrence.known("GRUCell", in, hidden),
        hasBias,
        new RecurrentCell(Recurrence.GRU, hidden));
  }

  /// Makes a cell whose `in` is found later.
  GRUCell(boolean hasBias, long hidden) {
    this(Shape.UNKNOWN, hasBias, new RecurrentCell(Recurrence.GRU, hidden));
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  private GRUCell(long in, boolean hasBias, RecurrentCell cell) {
    this.cell = cell;
    cell.register(this, in, hasBias);
  }

  /// {@return the hidden state after the step}
  ///
  /// @param hidden before it; null for zeros
  /// @throws ShapeException if `x` or the state does not fit
  public final Tensor run(Tensor x, @Nullable Tensor hidden) {
    return call(
        x, input -> cell.step(this, input, hidden == null ? null : new Tensor[] {hidden})[0]);
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
