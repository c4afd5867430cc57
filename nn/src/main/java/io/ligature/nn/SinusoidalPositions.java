package io.ligature.nn;

import static io.ligature.nn.RecurrentNet.extents;

import io.ligature.DTypeException;
import io.ligature.ShapeException;
import io.ligature.Tensor;

/// Adds to every vector of a sequence where it stands.
///
/// ```text
/// y[t] = x[t] + P[t]
/// P[t, 2 i]     = sin(t / 10000^(2 i / width))
/// P[t, 2 i + 1] = cos(t / 10000^(2 i / width))
///
/// x (steps, batch, width), or (batch, steps, width) if the batch is first, or (steps, width)
/// ```
///
/// The width, which is even, is that of `x`; there are no parameters, and no longest sequence.
///
/// @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017), section 3.5</a>
public final class SinusoidalPositions extends Block {
  private final Angles angles = new Angles(10_000);
  private final boolean batchFirst;

  /// Makes the layer for sequences with their steps first.
  public SinusoidalPositions() {
    this(false);
  }

  /// Makes the layer.
  ///
  /// @param batchFirst whether sequences are `(batch, steps, width)` and not `(steps, batch,
  ///   width)`
  public SinusoidalPositions(boolean batchFirst) {
    this.batchFirst = batchFirst;
  }

  /// {@return the sequences with their positions added, of which the first is `first`}: for parts
  /// of longer ones.
  ///
  /// @throws ShapeException if `x` has another rank, or an odd width
  /// @throws IllegalArgumentException if `first` is negative
  public Tensor run(Tensor x, long first) {
    return call(x, input -> added(input, RotaryPositions.checked("SinusoidalPositions", first)));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return added(x, 0);
  }

  private Tensor added(Tensor x, long first) {
    if ((x.rank() != 2 && x.rank() != 3) || x.shape().get(-1) % 2 != 0) {
      throw new ShapeException(
          "SinusoidalPositions needs x (%s, width), or (steps, width) for one sequence, width even; found %s. Reshape x, or choose another width."
              .formatted(batchFirst ? "batch, steps" : "steps, batch", extents(x.shape())));
    }
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          "SinusoidalPositions needs x of real numbers; found %s. Embed it first."
              .formatted(x.type()));
    }
    int steps = x.rank() == 3 && batchFirst ? 1 : 0;
    var table =
        angles.of(x, x.dtype().widened(), first, x.shape().get(steps), x.shape().get(-1) / 2);
    var positions = Tensor.stack(-1, table.sin(), table.cos()).flatten(-2, -1);
    return x.plus(x.rank() == 3 && !batchFirst ? positions.unsqueeze(1) : positions);
  }

  @Override
  protected String describe() {
    return batchFirst ? "SinusoidalPositions(batch first)" : "SinusoidalPositions";
  }
}
