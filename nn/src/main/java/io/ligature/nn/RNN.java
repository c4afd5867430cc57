package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// The plain recurrent net.
///
/// ```text
/// h' = f(W_ih x + b_ih + W_hh h + b_hh)      f = tanh or max(x, 0)
///
/// x (steps, batch, in), or (steps, in)      output (steps, batch, directions · hidden)
/// weight_ih_l0 (hidden, in)   weight_hh_l0 (hidden, hidden)   bias_ih_l0, bias_hh_l0 (hidden)
/// ```
///
/// Parameters are named as in PyTorch: `_l1` and so on for the layers above, with `_reverse` for
/// those that read from the end. All begin uniform between -1/√hidden and 1/√hidden. States begin
/// at zero unless [#run(Tensor, Tensor)] is given some.
///
/// @see <a href="https://doi.org/10.1207/s15516709cog1402_1">Elman (1990)</a>
public class RNN extends Block {
  /// What is applied at every step.
  public enum Nonlinearity {
    /// tanh(x)
    TANH(Recurrence.TANH),
    /// max(x, 0)
    RELU(Recurrence.RELU);

    private final Recurrence recurrence;

    Nonlinearity(Recurrence recurrence) {
      this.recurrence = recurrence;
    }

    Recurrence recurrence() {
      return recurrence;
    }
  }

  private final RecurrentNet net;
  private final @Nullable Dropout dropout;

  /// Makes a net with the options [RecurrentOptions#DEFAULT].
  ///
  /// @param in the width of an input
  /// @param hidden the width of a state
  /// @throws IllegalArgumentException if one is below 1
  public RNN(long in, long hidden) {
    this(in, hidden, RecurrentOptions.DEFAULT);
  }

  /// Makes a net.
  ///
  /// @param in the width of an input
  /// @param hidden the width of a state
  /// @throws IllegalArgumentException if one is below 1
  public RNN(long in, long hidden, RecurrentOptions options) {
    this(Recurrence.known("RNN", in, hidden), new RecurrentNet(Recurrence.TANH, hidden, options));
  }

  /// Makes a net with another function.
  ///
  /// @param in the width of an input
  /// @param hidden the width of a state
  /// @throws IllegalArgumentException if one is below 1
  public RNN(long in, long hidden, Nonlinearity nonlinearity, RecurrentOptions options) {
    this(
        Recurrence.known("RNN", in, hidden),
        new RecurrentNet(nonlinearity.recurrence, hidden, options));
  }

  /// Makes a net whose `in` is found later.
  RNN(RecurrentOptions options, long hidden, Nonlinearity nonlinearity) {
    this(Shape.UNKNOWN, new RecurrentNet(nonlinearity.recurrence, hidden, options));
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  private RNN(long in, RecurrentNet net) {
    this.net = net;
    net.register(this, in);
    dropout = net.dropout();
  }

  /// The hidden states.
  ///
  /// @param output after every step, of the last layer: (steps, batch, directions · hidden)
  /// @param hidden after the last step, of every layer and direction: (layers · directions, batch,
  ///   hidden)
  public record Result(Tensor output, Tensor hidden) implements Outcome<Result> {
    @Override
    public Result withOutput(Tensor changed) {
      return new Result(changed, hidden);
    }
  }

  /// {@return the hidden states, beginning at zero}. [#apply] returns their output alone.
  ///
  /// @throws ShapeException if `x` is not (steps, batch, in) or (steps, in)
  public final Result run(Tensor x) {
    return run(x, null);
  }

  /// {@return the hidden states}
  ///
  /// @param hidden before the first step, (layers · directions, batch, hidden); null for zeros
  /// @throws ShapeException if `x` is not (steps, batch, in) or (steps, in), or the state does not
  ///   fit
  public final Result run(Tensor x, @Nullable Tensor hidden) {
    return callFor(
        x,
        input -> {
          var run = net.run(this, input, hidden == null ? null : new Tensor[] {hidden}, dropout);
          return new Result(run.output(), run.states().get(0));
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
