package io.ligature.nn;

import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// A weight as a length and a direction, which are trained in its place: `weight_g` and `weight_v`,
/// as in PyTorch.
///
/// ```text
/// w = g v / |v|      v (shape of w)   g (1 along each axis but dim)   |v| over all axes but dim
/// ```
///
/// ```text
/// layer.weight().parametrize(new WeightNorm());
/// ```
///
/// Every use of a tied weight sees it. A part of `v` that is 0 has no direction: it makes `w` NaN,
/// and is refused at the beginning and by [Parameter#set].
///
/// @param dim the axis along which each part has a length of its own; empty for one length overall,
///   which makes `g` a scalar
/// @see <a href="https://arxiv.org/abs/1602.07868">Salimans and Kingma (2016)</a>
public record WeightNorm(OptionalInt dim) implements Parametrization {
  private static final String LENGTH = "_g";
  private static final String DIRECTION = "_v";

  /// Gives each output, the first axis, a length of its own.
  public WeightNorm() {
    this(0);
  }

  /// Gives each index of an axis a length of its own.
  ///
  /// @param dim from 0
  public WeightNorm(int dim) {
    this(OptionalInt.of(dim));
  }

  /// {@return the form with one length for the whole weight}
  public static WeightNorm overall() {
    return new WeightNorm(OptionalInt.empty());
  }

  @Override
  public SequencedMap<String, Tensor> split(Tensor value) {
    var g = norm(value);
    if (!value.device().isDry() && g.eq(0).any().itemBoolean()) {
      throw new IllegalArgumentException(
          "WeightNorm needs a direction; found zeros alone in %s. Initialize the weight with random numbers first."
              .formatted(dim.isEmpty() ? "the weight" : "a part along axis " + dim.getAsInt()));
    }
    var parts = new LinkedHashMap<String, Tensor>();
    parts.put(LENGTH, g);
    parts.put(DIRECTION, value);
    return parts;
  }

  @Override
  public Tensor join(Map<String, Tensor> parts) {
    var v = Objects.requireNonNull(parts.get(DIRECTION), DIRECTION);
    var g = Objects.requireNonNull(parts.get(LENGTH), LENGTH);
    return v.times(g.div(norm(v)));
  }

  private Tensor norm(Tensor v) {
    if (dim.isEmpty()) {
      return v.norm();
    }
    int along = dim.getAsInt();
    if (along < 0 || along >= v.rank()) {
      throw new ShapeException(
          "WeightNorm needs an axis of the weight %s, 0 to %d; found %d."
              .formatted(v.shape(), v.rank() - 1, along));
    }
    var others = IntStream.range(0, v.rank()).filter(axis -> axis != along).toArray();
    return others.length == 0 ? v.abs() : v.norm(2, true, others);
  }
}
