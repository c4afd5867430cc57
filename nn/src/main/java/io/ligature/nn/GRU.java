package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// A recurrent net with gates that keep or forget.
///
/// ```text
/// r = σ(W_ir x + b_ir + W_hr h + b_hr)
/// z = σ(W_iz x + b_iz + W_hz h + b_hz)
/// n = tanh(W_in x + b_in + r (W_hn h + b_hn))
/// h' = (1 - z) n + z h      weights stacked in the order r, z, n
///
/// x (steps, batch, in), or (steps, in)      output (steps, batch, directions · hidden)
/// weight_ih_l0 (3 · hidden, in)   weight_hh_l0 (3 · hidden, hidden)   bias_ih_l0, bias_hh_l0 (3 · hidden)
/// ```
///
/// Parameters are named as in PyTorch: `_l1` and so on for the layers above, with `_reverse` for
/// those that read from the end. All begin uniform between -1/√hidden and 1/√hidden. States begin
/// at zero unless [#run(Tensor, Tensor)] is given some.
///
/// As in PyTorch, r scales the state's part of n after the product, bias included, where the first
/// paper scales the state before it.
///
/// @see <a href="https://arxiv.org/abs/1406.1078">Cho et al. (2014)</a>
public class GRU extends Block {
  private final RecurrentNet net;
  private final @Nullable Dropout dropout;

  /// Makes a net with the options [RecurrentOptions#DEFAULT].
  ///
  /// @param in the width of an input
  /// @param hidden the width of a state
  /// @throws IllegalArgumentException if one is below 1
  public GRU(long in, long hidden) {
    this(in, hidden, RecurrentOptions.DEFAULT);
  }

  /// Makes a net.
  ///
  /// @param in the width of an input
  /// @param hidden the width of a state
  /// @throws IllegalArgumentException if one is below 1
  public GRU(long in, long hidden, RecurrentOptions options) {
    this(Recurrence.known("GRU", in, hidden), new RecurrentNet(Recurrence.GRU, hidden, options));
  }

  /// Makes a net whose `in` is found later.
  GRU(RecurrentOptions options, long hidden) {
    this(Shape.UNKNOWN, new RecurrentNet(Recurrence.GRU, hidden, options));
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  private GRU(long in, RecurrentNet net) {
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
