package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// A recurrent net with a memory cell that gates write, keep and read.
///
/// ```text
/// i = σ(W_ii x + b_ii + W_hi h + b_hi)
/// f = σ(W_if x + b_if + W_hf h + b_hf)
/// g = tanh(W_ig x + b_ig + W_hg h + b_hg)
/// o = σ(W_io x + b_io + W_ho h + b_ho)
/// c' = f c + i g
/// h' = o tanh(c')      weights stacked in the order i, f, g, o
///
/// x (steps, batch, in), or (steps, in)      output (steps, batch, directions · hidden)
/// weight_ih_l0 (4 · hidden, in)   weight_hh_l0 (4 · hidden, hidden)   bias_ih_l0, bias_hh_l0 (4 · hidden)
/// ```
///
/// Parameters are named as in PyTorch: `_l1` and so on for the layers above, with `_reverse` for
/// those that read from the end. All begin uniform between -1/√hidden and 1/√hidden. States begin
/// at zero unless [#run(Tensor, LSTMState)] is given some.
///
/// @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber (1997)</a>
/// @see <a href="https://doi.org/10.1162/089976600300015015">Gers, Schmidhuber and Cummins
///   (2000)</a>, the forget gate
public class LSTM extends Block {
  private final RecurrentNet net;
  private final @Nullable Dropout dropout;

  /// Makes a net with the options [RecurrentOptions#DEFAULT].
  ///
  /// @param in the width of an input
  /// @param hidden the width of a state
  /// @throws IllegalArgumentException if one is below 1
  public LSTM(long in, long hidden) {
    this(in, hidden, RecurrentOptions.DEFAULT);
  }

  /// Makes a net.
  ///
  /// @param in the width of an input
  /// @param hidden the width of a state
  /// @throws IllegalArgumentException if one is below 1
  public LSTM(long in, long hidden, RecurrentOptions options) {
    this(Recurrence.known("LSTM", in, hidden), new RecurrentNet(Recurrence.LSTM, hidden, options));
  }

  /// Makes a net whose `in` is found later.
  LSTM(RecurrentOptions options, long hidden) {
    this(Shape.UNKNOWN, new RecurrentNet(Recurrence.LSTM, hidden, options));
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  private LSTM(long in, RecurrentNet net) {
    this.net = net;
    net.register(this, in);
    dropout = net.dropout();
  }

  /// The hidden states, and the cells.
  ///
  /// @param output hidden states after every step, of the last layer: (steps, batch, directions ·
  ///   hidden)
  /// @param hidden states after the last step, of every layer and direction: (layers · directions,
  ///   batch, hidden)
  /// @param cell the cells after the last step, likewise
  public record Result(Tensor output, Tensor hidden, Tensor cell) implements Outcome<Result> {
    /// {@return what the next part of the sequences begins with}
    public LSTMState state() {
      return new LSTMState(hidden, cell);
    }

    @Override
    public Result withOutput(Tensor changed) {
      return new Result(changed, hidden, cell);
    }
  }

  /// {@return the hidden states and cells, beginning at zero}. [#apply] returns their output alone.
  ///
  /// @throws ShapeException if `x` is not (steps, batch, in) or (steps, in)
  public final Result run(Tensor x) {
    return run(x, null);
  }

  /// {@return the hidden states and cells}
  ///
  /// @param state before the first step, both (layers · directions, batch, hidden); null for zeros
  /// @throws ShapeException if `x` is not (steps, batch, in) or (steps, in), or the state does not
  ///   fit
  public final Result run(Tensor x, @Nullable LSTMState state) {
    return callFor(
        x,
        input -> {
          var run = net.run(this, input, state == null ? null : state.both(), dropout);
          return new Result(run.output(), run.states().get(0), run.states().get(1));
        });
  }

  @Override
  protected Tensor forward(Tensor x) {
    return net.run(this, x, null, dropout).output();
  }

  @Override
  protected void infer(Tensor x) {
    net.infer(this, x);
  }

  @Override
  protected String describe() {
    return net.describe(this);
  }
}
