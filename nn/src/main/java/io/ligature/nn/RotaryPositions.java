package io.ligature.nn;

import static io.ligature.nn.RecurrentNet.extents;

import io.ligature.DTypeException;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Locale;

/// Turns queries and keys by where they stand, so that their products depend on how far apart they
/// are.
///
/// ```text
/// y[t, a] = x[t, a] cos φ - x[t, b] sin φ
/// y[t, b] = x[t, a] sin φ + x[t, b] cos φ      φ = t / base^(2 i / d), for every pair i of places (a, b)
///
/// x (..., steps, d), d even      i = 0, ..., d / 2 - 1
/// ```
///
/// Which places of a vector make a pair is a convention that weights are trained with: [Pairs].
/// There are no parameters, and no longest sequence.
///
/// @see <a href="https://arxiv.org/abs/2104.09864">Su et al. (2021), eq. 34</a>
public final class RotaryPositions extends Block {
  /// The base of the paper.
  public static final double BASE = 10_000;

  /// Which two places are turned together.
  public enum Pairs {
    /// Places `2 i` and `2 i + 1`, as in the paper.
    NEIGHBOURS(-1),
    /// Places `i` and `i + d / 2`, as in GPT-NeoX and in files of Llama for Hugging Face.
    HALVES(-2);

    private final int axis; // that holds the two, once places are two axes

    Pairs(int axis) {
      this.axis = axis;
    }
  }

  private final Angles angles;
  private final Pairs pairs;

  /// Makes the layer of the paper: pairs of neighbours, base [#BASE].
  public RotaryPositions() {
    this(BASE, Pairs.NEIGHBOURS);
  }

  /// Makes the layer.
  ///
  /// @param base how much more slowly the last pair turns than the first, about; above 1
  /// @throws IllegalArgumentException if `base` is not above 1, or not finite
  public RotaryPositions(double base, Pairs pairs) {
    if (!(base > 1) || !Double.isFinite(base)) {
      throw new IllegalArgumentException(
          "RotaryPositions needs a finite base above 1; found %s.".formatted(base));
    }
    angles = new Angles(base);
    this.pairs = pairs;
  }

  /// {@return the vectors turned, of which the first stands at `first`}: for parts of longer
  /// sequences.
  ///
  /// @throws ShapeException if `x` has no axis of steps, or an odd width
  /// @throws IllegalArgumentException if `first` is negative
  public Tensor run(Tensor x, long first) {
    return call(x, input -> turned(input, checked("RotaryPositions", first)));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return turned(x, 0);
  }

  private Tensor turned(Tensor x, long first) {
    if (x.rank() < 2 || x.shape().get(-1) % 2 != 0) {
      throw new ShapeException(
          "RotaryPositions needs x (..., steps, d), d even; found %s. Reshape x, or choose another width of heads."
              .formatted(extents(x.shape())));
    }
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          "RotaryPositions needs x of real numbers; found %s. Embed it first.".formatted(x.type()));
    }
    var wide = x.to(x.dtype().widened());
    long half = x.shape().get(-1) / 2;
    var table = angles.of(x, wide.dtype(), first, x.shape().get(-2), half);
    var both =
        wide.unflatten(-1, pairs == Pairs.HALVES ? new long[] {2, half} : new long[] {half, 2})
            .unbind(pairs.axis);
    var a = both.get(0);
    var b = both.get(1);
    return Tensor.stack(
            pairs.axis,
            a.times(table.cos()).minus(b.times(table.sin())),
            a.times(table.sin()).plus(b.times(table.cos())))
        .flatten(-2, -1);
  }

  /// {@return a position}
  ///
  /// @throws IllegalArgumentException if it is negative
  static long checked(String layer, long first) {
    if (first < 0) {
      throw new IllegalArgumentException(
          "%s needs a first position of 0 or more; found %d.".formatted(layer, first));
    }
    return first;
  }

  @Override
  protected String describe() {
    return "RotaryPositions(base %s, pairs of %s)"
        .formatted(
            angles.base() == Math.rint(angles.base())
                ? Long.toString((long) angles.base())
                : Double.toString(angles.base()),
            pairs.name().toLowerCase(Locale.ROOT));
  }
}
